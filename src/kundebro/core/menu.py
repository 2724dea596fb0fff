"""The left menu, + Ny, the top bar's icons and the user's menu: apps register what they offer, the frame shows what the user may use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.registry import Registry


class Group(TextChoices):
    """The menu's headings, in their order."""

    START = "start", _("Home")
    CRM = "crm", _("CRM")
    DEBTORS = "debtors", _("Debtors")
    CREDITORS = "creditors", _("Creditors")
    FINANCE = "finance", _("Finance")
    SALES = "sales", _("Sales")
    CASES = "cases", _("Cases")
    SETUP = "setup", _("Set-up")


@cache
def address_of(url_name: str) -> str:
    """The address of a page without arguments; asked for every menu entry on every page, so found once."""
    return reverse(url_name)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A place to go, for those who hold the permission; `refusal` may say why it cannot be used just now."""

    title: str | Promise
    url_name: str
    permission: str = ""
    position: int = 100
    icon: str = ""
    key: str = ""
    refusal: Callable[[HttpRequest], str] | None = None

    @property
    def url(self) -> str:
        """The address behind the link."""
        return address_of(self.url_name)


@dataclass(frozen=True, kw_only=True)
class MenuItem(Link):
    """An entry of the left menu; `key` is the letter pressed after G."""

    group: Group


@dataclass(frozen=True, kw_only=True)
class Creation(Link):
    """An entry of + Ny; opens in a dialog unless it is a page."""

    is_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Counter(Link):
    """An icon in the top bar with the number of things that wait behind it."""

    count: Callable[[HttpRequest], int]


@dataclass(frozen=True)
class Entry:
    """A link as one user sees it on one page."""

    link: Link
    url: str
    reason: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    """One heading of the left menu with the entries the user sees."""

    group: Group
    entries: list[Entry]

    @property
    def is_current(self) -> bool:
        """Whether the page shown belongs here."""
        return any(entry.is_current for entry in self.entries)


_GROUPS = list(Group)

menu = Registry[MenuItem](
    key=lambda item: item.url_name, order=lambda item: (_GROUPS.index(item.group), item.position)
)
creations = Registry[Creation](key=lambda item: item.url_name, order=lambda item: item.position)
counters = Registry[Counter](key=lambda item: item.url_name, order=lambda item: item.position)
user_menu = Registry[Link](key=lambda item: item.url_name, order=lambda item: item.position)


def entries_for(request: HttpRequest, links: Iterable[Link]) -> list[Entry]:
    """The links the user may see; the one whose address is the longest beginning of the page's is current."""
    seen = [(link, link.url) for link in links if not link.permission or request.user.has_perm(link.permission)]
    here = max((url for _link, url in seen if request.path.startswith(url)), key=len, default="")
    if here == "/" and request.path != "/":
        here = ""
    return [
        Entry(link, url, reason=link.refusal(request) if link.refusal else "", is_current=url == here)
        for link, url in seen
    ]


def sections_for(request: HttpRequest) -> list[Section]:
    """The left menu as the user sees it: headings with nothing below are left out."""
    by_group: dict[Group, list[Entry]] = {group: [] for group in Group}
    for entry in entries_for(request, menu):
        if isinstance(entry.link, MenuItem):
            by_group[entry.link.group].append(entry)
    return [Section(group, entries) for group, entries in by_group.items() if entries]
