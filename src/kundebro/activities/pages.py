"""What this app puts into the menu, on the prospects' card and into the set-up."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundebro.activities.models import ActivityType
from kundebro.activities.queries import count_of_pinned, next_steps_of
from kundebro.company.setup_pages import SetupGroup, register_code_table
from kundebro.contacts.panels import tabs as contact_tabs
from kundebro.core.keyboard import Section, Shortcut, sections
from kundebro.core.menu import Creation, Group, MenuItem, creations, menu
from kundebro.core.record_tabs import RecordTab
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.pipeline.panels import tabs as project_tabs
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import delete_code, save_code
from kundebro.prospects.panels import Deed, Panel, ShownStep, deeds, next_step, panels
from kundebro.users.models import User


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
            key="timeline",
            title=_("Timeline"),
            url_name="activities:timeline-of",
            permission="activities.view_activity",
            place="tab",
            position=30,
            is_beside=True,
            icon="history",
        )
    )
    for tabs, of in ((contact_tabs, "contact"), (project_tabs, "project")):
        tabs.register(
            RecordTab(
                key="timeline",
                title=_("Timeline"),
                url_name=f"activities:timeline-of-{of}",
                permission="activities.view_activity",
            )
        )
    panels.register(
        Panel(
            key="pinned",
            title=_("Pinned notes"),
            url_name="activities:pinned-notes",
            permission="activities.view_activity",
            place="top",
            count=count_of_pinned,
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
    next_step.register(_next_step)
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


def _next_step(prospect: Prospect, user: User) -> ShownStep:
    """What comes next on the prospect, and where it is planned or done; the addresses are missing without the right."""
    steps = next_steps_of(prospect, seen_by=user, most=1)
    may_plan = user.has_perm("activities.add_activity")
    plan_url = f"{reverse('activities:add')}?prospect={prospect.pk}" if may_plan else ""
    if not steps:
        return ShownStep(plan_url=plan_url)
    may_finish = user.has_perm("activities.change_activity")
    return ShownStep(
        text=steps[0].subject,
        url=steps[0].get_absolute_url(),
        icon=steps[0].activity_type.icon,
        finish_url=reverse("activities:finish", args=[steps[0].pk]) if may_finish else "",
        plan_url=plan_url,
    )
