from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Background work with progress, and the schedule."""

    name = "kundebro.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Offer the list of jobs and put the nightly housekeeping on the schedule."""
        from kundebro.jobs import schedule, tasks
        from kundebro.jobs.invariants import register_invariants
        from kundebro.jobs.pages import register_pages

        register_invariants()
        register_pages()
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
        schedule.register(
            job="jobs.look_after", title=_("Hourly check"), task=tasks.look_after, due=schedule.Every(minutes=60)
        )
        schedule.register(
            job="jobs.verify", title=_("Nightly check"), task=tasks.verify_all, due=schedule.Daily(at=time(2, 0))
        )
        schedule.register(
            job="jobs.back_up", title=_("Backup"), task=tasks.back_up, due=schedule.Daily(at=time(2, 30))
        )
