from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kundebro.core.menu import Group, MenuItem, menu


class ImportsConfig(AppConfig):
    """From a customer's file to rows, and back."""

    name = "kundebro.imports"
    verbose_name = _("Import and export")

    def ready(self) -> None:
        """Plug into the menu, the schedule and the history."""
        from kundebro.history import rules
        from kundebro.imports import tasks
        from kundebro.imports.invariants import register_invariants
        from kundebro.imports.operations.carry_out import OPERATION
        from kundebro.imports.operations.tell import KIND
        from kundebro.imports.operations.undo import start_undo
        from kundebro.jobs import schedule
        from kundebro.mail.kinds import NotificationKind, kinds

        register_invariants()
        kinds.register(NotificationKind(key=KIND, title=_("Imports"), icon="file-import"))
        rules.labels[OPERATION] = _("Import")
        rules.in_background.append(start_undo)
        schedule.register(
            job="imports.forget_uploads",
            title=_("Delete old import files"),
            task=tasks.forget_uploads,
            due=schedule.Daily(at=time(3, 40)),
        )
        menu.register(
            MenuItem(
                group=Group.SETUP,
                title=_("Import and export"),
                url_name="imports:list",
                permission="imports.import_lists",
                icon="file-import",
                position=60,
            )
        )
