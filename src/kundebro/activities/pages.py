"""What this app puts into the menu, on the prospects' card and into the set-up."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kundebro.activities.models import ActivityType
from kundebro.activities.queries import count_of_pinned, next_steps_of
from kundebro.company.setup_pages import SetupGroup, register_code_table
from kundebro.contacts.panels import tabs as contact_tabs
from kundebro.core.menu import Group, MenuItem, menu
from kundebro.core.record_tabs import RecordTab
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.pipeline.panels import tabs as project_tabs
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import delete_code, save_code
from kundebro.prospects.panels import NextStep, Panel, next_step, panels
from kundebro.users.models import User


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


def _next_step(prospect: Prospect, user: User) -> NextStep:
    """What comes next on the prospect, and where it is planned or done; the addresses are missing without the right."""
    steps = next_steps_of(prospect, seen_by=user, most=1)
    plan_url = _address("add") if user.has_perm("activities.add_activity") else ""
    plan_url = f"{plan_url}?prospect={prospect.pk}" if plan_url else ""
    if not steps:
        return NextStep(plan_url=plan_url)
    may_finish = user.has_perm("activities.change_activity")
    return NextStep(
        text=steps[0].subject,
        url=steps[0].get_absolute_url(),
        icon=steps[0].activity_type.icon,
        finish_url=_address("finish", steps[0].pk) if may_finish else "",
        plan_url=plan_url,
    )


def _address(name: str, *arguments: int) -> str:
    """Where a dialog of this app is; empty as long as it has none."""
    try:
        return reverse(f"activities:{name}", args=arguments)
    except NoReverseMatch:
        return ""
