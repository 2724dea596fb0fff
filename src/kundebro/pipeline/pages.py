"""What this app puts into the menu, on the prospects' pages and into the set-up."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.setup_pages import SetupGroup, SetupPage, register_code_table
from kundebro.company.setup_pages import register as register_setup_page
from kundebro.core.menu import Creation, Group, MenuItem, creations, menu
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.pipeline.models import LostReason, SalesProject, Stage
from kundebro.pipeline.queries import count_of
from kundebro.prospects.operations import delete_code, save_code
from kundebro.prospects.panels import Panel, panels
from kundebro.prospects.queries.filters import Trait, traits


def register_pages() -> None:
    """CRM → Salgsprojekter, the section on the card, the stages and the reasons for losing."""
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("Sales projects"),
            url_name="pipeline:list",
            permission="pipeline.view_salesproject",
            position=40,
            icon="trending-up",
            key="s",
        )
    )
    creations.register(
        Creation(
            title=_("Sales project"),
            url_name="pipeline:add",
            permission="pipeline.add_salesproject",
            position=30,
            icon="trending-up",
        )
    )
    panels.register(
        Panel(
            key="projects",
            title=_("Sales projects"),
            url_name="pipeline:of",
            permission="pipeline.view_salesproject",
            position=30,
            icon="trending-up",
            count=count_of,
        )
    )
    register_setup_page(
        SetupPage(
            title=_("Sales targets"),
            url_name="pipeline:targets",
            permission="pipeline.change_salestarget",
            group=SetupGroup.CRM,
            description=_("What each seller is to win, month by month; the forecast shows it beside."),
            icon="target",
        )
    )
    traits.register(Trait("project", _("open sales project"), _has_open_project))
    _register_code_tables()


def _has_open_project() -> Q:
    """Prospects with something under way."""
    return Q(Exists(SalesProject.objects.open().filter(prospect=OuterRef("pk"))))


def _register_code_tables() -> None:
    tables = (
        (
            Stage,
            _("Stages"),
            _("The way of a sales project: Prospekt, Tilbud, Ordre, Lukket, or your own."),
            "trending-up",
            ("probability_hundredths", "ages_after_days", "is_closed"),
        ),
        (LostReason, _("Reasons for losing"), _("Why sales projects are lost."), "circle-x", ()),
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
            undo_url=lambda _written: undo_url(latest_changeset()),
        )
