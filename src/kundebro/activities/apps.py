from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """What was done with a prospect, and what is to be done."""

    name = "kundebro.activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        """Plug the activities into the prospects' figures, set-up and history."""
        from kundebro.activities import palette, queries, receivers, tasks  # noqa: F401  receivers connect themselves
        from kundebro.activities.importing import activities_target, notes_target
        from kundebro.activities.invariants import register_invariants
        from kundebro.activities.models import Activity
        from kundebro.activities.operations.tell import ASSIGNED, DUE
        from kundebro.activities.pages import register_pages
        from kundebro.core.palette import sources
        from kundebro.history import rules
        from kundebro.imports.targets import targets
        from kundebro.jobs import schedule
        from kundebro.mail.kinds import NotificationKind, kinds
        from kundebro.pipeline.models import SalesProject
        from kundebro.prospects.figures import Figure, figures

        figures.register(Figure("latest_activity_on", queries.last_contact_of))
        figures.register(Figure("next_follow_up_on", queries.next_step_of))
        targets.register(activities_target())
        targets.register(notes_target())
        register_pages()
        sources.register(palette.SOURCE)
        register_invariants()
        schedule.register(
            job="activities.sweep_files",
            title=_("Delete files that no document needs"),
            task=tasks.sweep_files,
            due=schedule.Every(minutes=360),
        )
        schedule.register(
            job="activities.tell_due",
            title=_("Tell people what is due today"),
            task=tasks.tell_due,
            due=schedule.Daily(at=time(6)),
        )
        kinds.register(NotificationKind(key="mention", title=_("Mentions"), icon="message"))
        kinds.register(NotificationKind(key=ASSIGNED, title=_("Given to you"), icon="calendar-due"))
        kinds.register(
            NotificationKind(key=DUE, title=_("Due today"), icon="clock", is_mailed=False, is_in_digest=False)
        )
        for verb in ("create", "create-many", "change", "move", "finish", "cancel", "reopen", "delete"):
            rules.follows[f"activities.{verb}"].add(SalesProject)  # its day of follow-up
        for verb in ("create", "change", "move", "close"):
            rules.follows[f"pipeline.{verb}"].add(Activity)  # what is planned for that day
        rules.labels.update(
            {
                "activities.create": _("Activity noted"),
                "activities.create-many": _("Activities planned"),
                "activities.follow-up": _("Follow-up planned"),
                "activities.change": _("Activity changed"),
                "activities.move": _("Activities moved"),
                "activities.finish": _("Activity done"),
                "activities.cancel": _("Activity given up"),
                "activities.reopen": _("Activity opened again"),
                "activities.delete": _("Activity deleted"),
                "activities.pin": _("Note pinned or let go"),
                "activities.add-document": _("Document added"),
                "activities.add-version": _("New version of a document"),
                "activities.change-document": _("Document changed"),
                "activities.delete-document": _("Document deleted"),
            }
        )
