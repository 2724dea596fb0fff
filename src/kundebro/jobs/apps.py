from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kundebro.core.menu import Link, user_menu


class JobsConfig(AppConfig):
    """Background work with progress, and the schedule."""

    name = "kundebro.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Offer the list of jobs and put the nightly housekeeping on the schedule."""
        from kundebro.jobs import schedule, tasks
        from kundebro.jobs.invariants import register_invariants

        register_invariants()
        user_menu.register(Link(title=_("Background jobs"), url_name="jobs:list", icon="clipboard-list", position=20))
        schedule.register(
            job="jobs.prune_runs",
            title=_("Forget finished background jobs"),
            task=tasks.prune_runs,
            due=schedule.Daily(at=time(3, 10)),
        )
        schedule.register(
            job="jobs.clear_sessions",
            title=_("Delete expired sign-ins"),
            task=tasks.clear_sessions,
            due=schedule.Daily(at=time(3, 20)),
        )
        schedule.register(
            job="jobs.refresh_statistics",
            title=_("Refresh the database's statistics"),
            task=tasks.refresh_statistics,
            due=schedule.Daily(at=time(3, 30)),
        )
