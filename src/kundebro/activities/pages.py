"""What this app puts into the menu, on the prospects' card and into the set-up."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundebro.activities.models import ActivityType
from kundebro.company.setup_pages import SetupGroup, register_code_table
from kundebro.core.keyboard import Section, Shortcut, sections
from kundebro.core.menu import Creation, Group, MenuItem, creations, menu
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.operations import delete_code, save_code
from kundebro.prospects.panels import Deed, Panel, deeds, panels


def register_pages() -> None:
    """CRM → To-Do and Kalender, + Ny → Aktivitet, the documents on the card, and the activity types."""
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("To-Do"),
            url_name="activities:todo",
            permission="activities.view_activity",
            position=22,
            icon="clipboard-list",
            key="t",
        )
    )
    creations.register(
        Creation(
            title=_("Activity"),
            url_name="activities:add",
            permission="activities.add_activity",
            position=15,
            icon="calendar-due",
        )
    )
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
    sections.register(
        Section(
            key="todo",
            title=_("To-Do"),
            shortcuts=(
                Shortcut(("X",), _("done, and what is next")),
                Shortcut(("S",), _("put off to another day")),
                Shortcut((pgettext_lazy("key", "Space"),), _("select")),
            ),
        )
    )
    deeds.register(
        Deed(
            key="follow-up",
            title=_("Plan a follow-up"),
            url_name="activities:together",
            permission="activities.add_activity",
            icon="calendar-due",
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
