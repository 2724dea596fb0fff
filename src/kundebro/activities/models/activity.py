from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.activities.choices import Direction, Priority
from kundebro.activities.models.activity_type import ActivityType
from kundebro.contacts.models import Contact
from kundebro.core.money import Money
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.parties.models import optional_text
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import LeadSource, Prospect
from kundebro.users.models import User
from kundebro.users.queries import scope_filter, seen_responsibles

DAY_IN_MINUTES = 1440


class ActivityQuerySet(TrackedQuerySet["Activity"]):
    """Filters over activities."""

    def open(self) -> Self:
        """What is still to be done."""
        return self.filter(done_at=None, cancelled_at=None)

    def movable(self) -> Self:
        """What is planned for a day without a time; what has a time is an appointment."""
        return self.open().filter(due_on__isnull=False, time=None)

    def done(self) -> Self:
        """What has been done; said as the index with this condition says it."""
        return self.filter(done_at__isnull=False)

    def overdue(self, today: date) -> Self:
        """What should have been done before today."""
        return self.filter(due_on__lt=today)

    def due(self, first: date, last: date) -> Self:
        """What is to be done from the first day to the last."""
        return self.filter(due_on__gte=first, due_on__lte=last)

    def visible_to(self, user: User) -> Self:
        """Those of the prospects that the user sees, and all that is the user's own to do."""
        if seen_responsibles(user) is None:
            return self.all()
        return self.filter(scope_filter(user, "prospect__responsible") | Q(responsible=user))


class Activity(Tracked):
    """One contact with a prospect or one thing to do: planned, then done or given up (Aktivitet)."""

    prospect = models.ForeignKey(Prospect, models.PROTECT, verbose_name=_("prospect"), related_name="activities")
    contacts = models.ManyToManyField(Contact, verbose_name=_("contacts"), blank=True, related_name="activities")
    sales_project = models.ForeignKey(
        SalesProject,
        models.PROTECT,
        verbose_name=_("sales project"),
        null=True,
        blank=True,
        related_name="activities",
    )
    activity_type = models.ForeignKey(
        ActivityType, models.PROTECT, verbose_name=_("type"), related_name="+", db_index=False
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("responsible"),
        related_name="activities",
        db_index=False,
    )
    date = models.DateField(_("date"), null=True, blank=True)
    time = models.TimeField(_("time"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), null=True, blank=True, validators=[MaxValueValidator(DAY_IN_MINUTES)]
    )
    subject = models.CharField(_("subject"), max_length=200)
    note = models.TextField(_("note"), default="", db_default="", blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False, db_default=False, editable=False)
    direction = optional_text(_("direction"), 3, choices=Direction)
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    value_ore = models.BigIntegerField(_("value"), null=True, blank=True)
    result = optional_text(_("result"), 200)
    follow_up_on = models.DateField(_("follow-up"), null=True, blank=True)
    source = models.ForeignKey(
        LeadSource,
        models.PROTECT,
        verbose_name=_("lead source"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    repeats = optional_text(_("repeats"), 120)
    repeats_since = models.DateField(null=True, blank=True, editable=False)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="next_steps", db_index=False
    )
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("given up"), null=True, blank=True, editable=False)

    due_on = models.DateField(_("due"), null=True, editable=False)

    objects = models.Manager.from_queryset(ActivityQuerySet)()

    derived_from = frozenset({"date", "follow_up_on", "done_at", "cancelled_at"})
    derived_fields = frozenset({"due_on"})

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="activity_has_subject"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(cancelled_at=None), name="activity_is_done_or_given_up_not_both"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(date__isnull=False), name="activity_done_has_date"),
            models.CheckConstraint(condition=Q(time=None) | Q(date__isnull=False), name="activity_time_has_date"),
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(date=None) | Q(follow_up_on__gte=F("date")),
                name="activity_follow_up_comes_after",
                violation_error_message=_("The follow-up cannot come before the activity."),
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes=None) | Q(duration_minutes__lte=DAY_IN_MINUTES), name="activity_duration"
            ),
            models.CheckConstraint(
                condition=Q(repeats="", repeats_since=None) | (~Q(repeats="") & Q(repeats_since__isnull=False)),
                name="activity_repeats_since_a_day",
            ),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="activity_priority"),
            models.CheckConstraint(condition=Q(direction__in=["", *Direction.values]), name="activity_direction"),
        ]
        indexes = [
            models.Index(
                fields=["responsible", "due_on", "time", "id"],
                condition=Q(due_on__isnull=False),
                name="activity_to_do",
            ),
            models.Index(fields=["due_on", "time", "id"], condition=Q(due_on__isnull=False), name="activity_by_due"),
            models.Index(
                fields=["responsible", "id"],
                condition=Q(due_on=None, done_at=None, cancelled_at=None),
                name="activity_undated",
            ),
            models.Index(fields=["prospect", "date", "id"], name="activity_of_prospect"),
            models.Index(fields=["prospect", "due_on"], name="activity_next_of_prospect"),
            models.Index(
                fields=["responsible", "date", "time", "id", "done_at", "activity_type"], name="activity_calendar"
            ),
            models.Index(
                fields=["date", "time", "id", "activity_type"],
                condition=Q(done_at__isnull=False),
                name="activity_done_on",
            ),
            models.Index(fields=["prospect"], condition=Q(is_pinned=True), name="activity_pinned"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The activity's page."""
        return reverse("activities:activity", args=[self.pk])

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """When it is to be done: its follow-up, else its date; nothing once it is done or given up."""
        read = values.get
        is_open = read("done_at") is None and read("cancelled_at") is None
        return {"due_on": (read("follow_up_on") or read("date")) if is_open else None}

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and self.cancelled_at is None

    @property
    def value(self) -> Money | None:
        """The amount that it is about, in kroner."""
        return None if self.value_ore is None else Money(self.value_ore)

    @property
    def duration(self) -> timedelta | None:
        """How long it takes."""
        return None if self.duration_minutes is None else timedelta(minutes=self.duration_minutes)
