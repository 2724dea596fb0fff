"""What this app puts into the menu, on the prospects' card and into the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.activities.models import ActivityType
from kundebro.activities.queries import has_next_step, lacks_next_step
from kundebro.company.setup_pages import SetupGroup, register_code_table
from kundebro.core.menu import Group, MenuItem, menu
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.operations import delete_code, save_code
from kundebro.prospects.panels import Panel, panels
from kundebro.prospects.queries.filters import ReadyView, Trait, ready_views, traits


def register_pages() -> None:
    """CRM → Kalender, the documents on the card, and the activity types."""
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("Calendar"),
            url_name="activities:calendar",
            permission="activities.view_activity",
            position=25,
            icon="calendar",
        )
    )
    panels.register(
        Panel(
            key="documents",
            title=_("Documents"),
            url_name="activities:documents-of",
            permission="activities.view_document",
            place="tab",
            position=40,
            icon="folder",
        )
    )
    traits.register(Trait("next_step", _("next step"), has_next_step, lacks_next_step))
    ready_views.register(ReadyView(_("Without a next step"), "lacks=next_step", "clock-exclamation"))
    register_code_table(
        ActivityType,
        title=_("Activity types"),
        permission="company.change_crm_setup",
        group=SetupGroup.CRM,
        description=_("Calls, meetings, mails, tasks, with the days until the next step."),
        icon="calendar-due",
        extra_fields=("kind", "icon", "default_follow_up_days", "counts_as_contact"),
        save=save_code,
        delete=delete_code,
        undo_url=lambda _written: undo_url(latest_changeset()),
    )
