"""The pages of the set-up: each app registers its own, /setup/ lists what the user may see."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import CodeTable
from kundebro.company.operations import delete_row, save_row
from kundebro.core.registry import Registry

VIEW, CHANGE = "company.view_setup", "company.change_setup"


class SetupGroup(models.TextChoices):
    """The headings of the set-up, in their order."""

    CRM = "CRM", _("CRM set-up")
    COMPANY = "Firma", _("Company")
    SALES = "Salg", _("Sales")
    LEDGER = "Regnskab", _("Debtors and creditors")
    OPERATION = "Drift", _("Running the system")


def cannot_be_undone(_written: object) -> str:
    """The address of Fortryd for tables without history: none."""
    return ""


@dataclass(frozen=True, kw_only=True)
class SetupPage:
    """One entry of the set-up, for those who hold the permission."""

    title: str | Promise
    url_name: str
    permission: str = VIEW
    group: SetupGroup | str = SetupGroup.COMPANY
    description: str | Promise = ""
    icon: str = "settings"

    @property
    def key(self) -> str:
        """What tells the page from all others."""
        return self.url_name

    @property
    def url(self) -> str:
        """The page's address."""
        return reverse(self.url_name)


@dataclass(frozen=True, kw_only=True)
class CodeTablePage(SetupPage):
    """The maintenance of one code table: list, form, retire and restore, delete what is unused.

    `permission` opens the list, `change_permission` writes. `save` and `delete` are operations called with the row and
    `by=`; what they return goes to `undo_url`.
    """

    url_name: str = "company:code-table"
    model: type[CodeTable]
    change_permission: str = CHANGE
    extra_fields: Sequence[str] = ()
    list_fields: Sequence[str] = ()
    save: Callable[..., object] = save_row
    delete: Callable[..., object] = delete_row
    undo_url: Callable[[object], str] = cannot_be_undone

    @property
    def slug(self) -> str:
        """The table's part of the address: `InterestType` → `interest-type`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", self.model.__name__).lower()

    @property
    def key(self) -> str:
        """What tells the page from all others."""
        return self.slug

    @property
    def url(self) -> str:
        """The list's address."""
        return reverse(self.url_name, args=[self.slug])


@dataclass(frozen=True)
class Section:
    """One heading of the set-up with the pages the user sees."""

    group: SetupGroup
    pages: list[SetupPage]


setup_pages = Registry[SetupPage](key=lambda page: page.key)
code_tables = Registry[CodeTablePage](key=lambda page: page.slug)


def register(page: SetupPage) -> SetupPage:
    """Add a page of its own."""
    return setup_pages.register(page)


def register_code_table(  # noqa: PLR0913  what differs between tables
    model: type[CodeTable],
    *,
    title: str | Promise,
    permission: str = CHANGE,
    group: SetupGroup | str = SetupGroup.COMPANY,
    description: str | Promise = "",
    icon: str = "category",
    extra_fields: Sequence[str] = (),
    list_fields: Sequence[str] | None = None,
    save: Callable[..., object] = save_row,
    delete: Callable[..., object] = delete_row,
    undo_url: Callable[[object], str] = cannot_be_undone,
) -> CodeTablePage:
    """Add the maintenance of a code table; `permission` is the right to change it, all of the set-up's readers see it.

    The form has the model's `extra_fields`, the list shows `list_fields` of them. A table with history brings its own
    operations, `save(row, by=user)` and `delete(row, by=user)`, and says where what they return is undone. `delete`
    raises StillUsed for a row in use (`operations.refuse_used` asks).
    """
    page = CodeTablePage(
        title=title,
        change_permission=permission,
        group=group,
        description=description,
        icon=icon,
        model=model,
        extra_fields=extra_fields,
        list_fields=extra_fields if list_fields is None else list_fields,
        save=save,
        delete=delete,
        undo_url=undo_url,
    )
    setup_pages.register(page)
    return code_tables.register(page)


def sections_for(may: Callable[[str], bool]) -> Iterable[Section]:
    """The set-up as someone sees it who holds the permissions `may` says yes to; empty headings are left out."""
    for group in SetupGroup:
        pages = [page for page in setup_pages if page.group == group and may(page.permission)]
        if pages:
            yield Section(group, sorted(pages, key=lambda page: str(page.title)))
