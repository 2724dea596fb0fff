import contextlib
import time
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.jobs.choices import FINISHED, RunState
from kundebro.users.models import User

SECONDS_BETWEEN_REPORTS = 0.33


class LeaseLost(Exception):
    """Another worker has taken the run over: whatever this one was about to do must not happen."""


class RunCancelled(Exception):
    """Someone asked the run to stop."""


class RunFailed(Exception):
    """The run cannot succeed; the message is a sentence for the one who started it."""


class RunQuerySet(models.QuerySet["Run"]):
    """Filters over background work."""

    def visible_to(self, user: User) -> Self:
        """The user's own runs; everybody's and the schedule's for those who may see all."""
        if user.has_perm("jobs.view_all_runs"):
            return self
        return self.filter(started_by=user) if user.has_access else self.none()

    def unfinished(self) -> Self:
        """Runs that wait or work."""
        return self.exclude(state__in=FINISHED)


class Run(models.Model):
    """One piece of background work, from the click that started it to its result."""

    kind = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    started_by = models.ForeignKey(User, models.CASCADE, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED, db_index=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    text = models.CharField(max_length=500, blank=True)
    failure = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)
    link = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    delays = models.JSONField()
    cancel_requested = models.BooleanField(default=False)
    task_result = models.OneToOneField(
        "django_tasks_database.DBTaskResult", models.SET_NULL, related_name="run", null=True, blank=True
    )

    objects = models.Manager.from_queryset(RunQuerySet)()

    token: UUID | None = None
    """The attempt this object belongs to, in the hands of the worker that makes it."""
    _reported_at = float("-inf")

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=FINISHED, ended_at__isnull=False)
                | (~Q(state__in=FINISHED) & Q(ended_at__isnull=True)),
                name="run_ended_when_finished",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that shows the run's progress."""
        return reverse("jobs:run", args=[self.pk])

    @property
    def language(self) -> str:
        """The language of the one who started it, in which its texts are written."""
        return self.started_by.language if self.started_by else settings.LANGUAGE_CODE

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in FINISHED

    @property
    def may_be_cancelled(self) -> bool:
        """Whether asking it to stop makes a difference."""
        return not self.is_finished and not self.cancel_requested

    @property
    def may_be_retried(self) -> bool:
        """Whether it failed and its task is still kept."""
        return self.state == RunState.FAILED and self.task_result_id is not None

    @property
    def percent(self) -> int | None:
        """Share done, 0–100, rounded down; None while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def elapsed(self) -> timedelta | None:
        """Working time from the first attempt to the end, or until now; None before it began."""
        return (self.ended_at or timezone.now()) - self.started_at if self.started_at else None

    @property
    def rate(self) -> int | None:
        """Items a second since the first attempt began, rounded down; None in the first second."""
        seconds = self.elapsed.total_seconds() if self.elapsed else 0
        return int(self.done / seconds) if self.done and seconds >= 1 else None

    def progress(self, done: int, total: int | None = None, text: str | None = None) -> None:
        """Tell how far the work is; total and text stay as they are when left out.

        Called between transactions, as often as one likes: at most three times a second it becomes a short write of its
        own (inside a transaction it would be seen too late, and refuses with RuntimeError). A locked database skips
        the report. Raises RunCancelled when someone asked to stop and LeaseLost when another worker has taken over.
        """
        self.done = done
        self.total = self.total if total is None else total
        self.text = self.text if text is None else text
        if time.monotonic() < self._reported_at + SECONDS_BETWEEN_REPORTS:
            return
        with contextlib.suppress(OperationalError), transaction.atomic(durable=True):
            self._report()
        self._reported_at = time.monotonic()

    def _report(self) -> None:
        mine = Run.objects.filter(pk=self.pk, task_result=self.token, state=RunState.RUNNING)
        if mine.filter(cancel_requested=False).update(done=self.done, total=self.total, text=self.text):
            return
        raise RunCancelled if mine.exists() else LeaseLost

    def delay_before_next_attempt(self) -> timedelta | None:
        """How long to wait after the attempts made so far; None when there have been enough."""
        made = max(self.attempts, 1)
        return timedelta(seconds=self.delays[made - 1]) if made <= len(self.delays) else None

    def end(self, state: RunState, *, now: datetime) -> None:
        """Close the run in memory; the caller saves it."""
        self.state, self.ended_at, self.next_attempt_at = state, now, None
