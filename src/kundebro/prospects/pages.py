"""What this app puts into the menu and the set-up."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import CodeTable
from kundebro.company.setup_pages import SetupGroup, SetupPage, register, register_code_table
from kundebro.core.menu import Creation, Group, MenuItem, creations, menu
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.models import InterestType, LeadSource, ProspectStatus, TargetGroup
from kundebro.prospects.operations import delete_code, save_code


def register_pages() -> None:
    """CRM → KundeEmner and Leverandørvalg, and the code tables of CRM-opsætning."""
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("Prospects"),
            url_name="prospects:list",
            permission="prospects.view_prospect",
            position=10,
            icon="building",
            key="k",
        )
    )
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("Choice of suppliers"),
            url_name="prospects:comparisons",
            permission="prospects.view_suppliercomparison",
            position=40,
            icon="scale",
        )
    )
    creations.register(
        Creation(
            title=_("Prospect"),
            url_name="prospects:quick",
            permission="prospects.add_prospect",
            position=10,
            icon="building",
            key="N",
        )
    )
    register(
        SetupPage(
            title=_("Synchronisation"),
            url_name="prospects:sync",
            permission="company.change_crm_setup",
            group=SetupGroup.CRM,
            description=_("Keep prospects and their debtors and creditors in step, and say who owns which field."),
            icon="arrows-left-right",
        )
    )
    register(
        SetupPage(
            title=_("Out of step"),
            url_name="prospects:out-of-step",
            group=SetupGroup.CRM,
            description=_("Prospects that do not hold the same as their debtor or creditor."),
            icon="arrows-diff",
        )
    )
    _register_code_tables()


def _register_code_tables() -> None:
    tables: tuple[tuple[type[CodeTable], str | Promise, str | Promise, str, tuple[str, ...]], ...] = (
        (TargetGroup, _("Target groups"), _("Groups that prospects are sorted into for marketing."), "target", ()),
        (InterestType, _("Interest types"), _("What a prospect may be interested in."), "bulb", ()),
        (ProspectStatus, _("Statuses"), _("Where a prospect stands, in your own words."), "flag", ("is_closed",)),
        (LeadSource, _("Lead sources"), _("Where prospects come from: fair, web site, phone …"), "inbox", ()),
    )
    for model, title, description, icon, extra_fields in tables:
        register_code_table(
            model,
            title=title,
            permission="company.change_crm_setup",
            group=SetupGroup.CRM,
            description=description,
            icon=icon,
            extra_fields=extra_fields,
            save=save_code,
            delete=delete_code,
            undo_url=_undo_url,
        )


def _undo_url(_written: object) -> str:
    return undo_url(latest_changeset())
