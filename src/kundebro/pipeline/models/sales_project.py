import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.models import Contact
from kundebro.core.danish import number_key, number_sort_key, search_text
from kundebro.core.fields import SortedTextField
from kundebro.core.money import Money, half_away_from_zero
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.parties.models import optional_text
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models.codes import WHOLE, LostReason, Stage
from kundebro.prospects.models import LeadSource, Prospect
from kundebro.users.models import User
from kundebro.users.queries import scope_filter

LARGEST_ORE: Final = 10**15
UNDATED: Final = 9999_12_31
"""Where a project without a day of expected close stands among the others: last."""


class SalesProjectQuerySet(TrackedQuerySet["SalesProject"]):
    """Filters over sales projects."""

    def open(self) -> Self:
        """Those still worked on."""
        return self.filter(closed_on=None)

    def closed(self) -> Self:
        """Those won, lost or dropped."""
        return self.exclude(closed_on=None)

    def visible_to(self, user: User) -> Self:
        """Those of the user's scope, by who sells."""
        return self.filter(scope_filter(user))

    def numbered(self, number: str) -> Self:
        """The project with the number, however it is spelt."""
        return self.filter(number_key=number_key(number))


OPEN_BY: Final = {"number": "number_sort", "close": "close_sort", "quote": "quote_sort", "value": "weighted_ore"}
"""The orders in which what is open is walked: it is what a list shows, and the few among many that are closed.

`closed_on` leads each index though it is always empty there: SQLite would sort what another index with it finds.
"""


class SalesProject(Tracked):
    """A chance of a sale under way (Salgsprojekt). Amounts are øre in the company's currency."""

    number = models.CharField(_("number"), max_length=20)
    date = models.DateField(_("date"))
    time = models.TimeField(_("time"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("seller"), related_name="sales_projects"
    )
    prospect = models.ForeignKey(Prospect, models.PROTECT, verbose_name=_("prospect"), related_name="sales_projects")
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        verbose_name=_("contact"),
        null=True,
        blank=True,
        related_name="sales_projects",
        db_index=False,
    )
    description = models.CharField(_("short description"), max_length=200)
    stage = models.ForeignKey(Stage, models.PROTECT, verbose_name=_("stage"), related_name="+", db_index=False)
    stage_since = models.DateField(_("in the stage since"), editable=False)
    quote_ore = models.BigIntegerField(_("quote amount"), null=True, blank=True, validators=[MinValueValidator(0)])
    probability_hundredths = models.PositiveIntegerField(
        _("probability, hundredths of a percent"), null=True, blank=True, validators=[MaxValueValidator(WHOLE)]
    )
    margin_ore = models.BigIntegerField(_("contribution margin"), null=True, blank=True)
    yearly_margin_ore = models.BigIntegerField(_("yearly contribution margin"), null=True, blank=True)
    expected_close_on = models.DateField(_("expected close"), null=True, blank=True)
    follow_up_on = models.DateField(_("follow-up"), null=True, blank=True)
    source = models.ForeignKey(
        LeadSource, models.PROTECT, verbose_name=_("lead source"), null=True, blank=True, db_index=False
    )
    competitor = optional_text(_("competitor"), 100)
    closed_on = models.DateField(_("closed"), null=True, blank=True, editable=False)
    outcome = optional_text(_("outcome"), 7, choices=Outcome, editable=False)
    lost_reason = models.ForeignKey(
        LostReason,
        models.PROTECT,
        verbose_name=_("reason for losing"),
        null=True,
        blank=True,
        editable=False,
        db_index=False,
    )

    weighted_ore = models.BigIntegerField(_("value"), default=0, db_default=0, editable=False)
    close_sort = models.PositiveIntegerField(default=UNDATED, db_default=UNDATED, editable=False)
    quote_sort = models.BigIntegerField(default=0, db_default=0, editable=False)
    number_key = SortedTextField(max_length=40, unique=True, editable=False)
    number_sort = SortedTextField(max_length=60, editable=False)
    search_text = models.TextField(editable=False)

    objects = models.Manager.from_queryset(SalesProjectQuerySet)()

    derived_from = frozenset(
        {"number", "description", "competitor", "quote_ore", "probability_hundredths", "expected_close_on"}
    )
    derived_fields = frozenset(
        {"weighted_ore", "close_sort", "quote_sort", "number_key", "number_sort", "search_text"}
    )

    class Meta:
        verbose_name = _("sales project")
        verbose_name_plural = _("sales projects")
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="sales_project_has_number"),
            models.CheckConstraint(condition=~Q(description=""), name="sales_project_has_description"),
            models.CheckConstraint(
                condition=Q(quote_ore=None) | Q(quote_ore__gte=0, quote_ore__lte=LARGEST_ORE),
                name="sales_project_quote",
                violation_error_message=_("A quote cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(quote_ore=None) | Q(probability_hundredths__isnull=False),
                name="sales_project_amount_has_probability",
                violation_error_message=_("Choose a probability for the amount."),
            ),
            models.CheckConstraint(
                condition=Q(probability_hundredths=None) | Q(probability_hundredths__lte=WHOLE),
                name="sales_project_probability",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="sales_project_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.LOST) | Q(lost_reason__isnull=False),
                name="sales_project_lost_with_reason",
                violation_error_message=_("Choose why it was lost."),
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="sales_project_outcome"),
        ]
        indexes = [
            models.Index(fields=["number_sort", "id"], name="sales_project_by_number"),
            models.Index(
                fields=["closed_on", "stage", "close_sort", "quote_ore", "weighted_ore", "responsible", "source"],
                name="sales_project_forecast",
            ),
            models.Index(
                fields=["closed_on", "responsible", "stage", "close_sort", "quote_ore", "weighted_ore"],
                name="sales_project_of_seller",
            ),
            models.Index(fields=["closed_on", "expected_close_on", "id"], name="sales_project_by_close"),
            models.Index(fields=["close_sort", "id"], name="sales_project_close_sort"),
            models.Index(fields=["quote_sort", "id"], name="sales_project_quote_sort"),
            models.Index(fields=["weighted_ore", "id"], name="sales_project_value_sort"),
            *(
                models.Index(
                    fields=["closed_on", column, "id"], condition=Q(closed_on=None), name=f"sales_project_open_{name}"
                )
                for name, column in OPEN_BY.items()
            ),
            models.Index(fields=["prospect", "closed_on"], name="sales_project_of_prospect"),
            models.Index(fields=["changed_at"], name="sales_project_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.description}"

    def get_absolute_url(self) -> str:
        """The card."""
        return reverse("pipeline:project", args=[self.pk])

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the project is worth, and how it is found."""
        read = values.get
        day: dt.date | None = read("expected_close_on")
        return {
            "weighted_ore": weighted(read("quote_ore"), read("probability_hundredths")),
            "close_sort": day.year * 10_000 + day.month * 100 + day.day if day else UNDATED,
            "quote_sort": read("quote_ore") or 0,
            "number_key": number_key(values["number"]),
            "number_sort": number_sort_key(values["number"])[:60],
            "search_text": search_text(values["number"], values["description"], read("competitor", "")),
        }

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.closed_on is None

    @property
    def quote(self) -> Money | None:
        """TilbudKr, in kroner."""
        return None if self.quote_ore is None else Money(self.quote_ore)

    @property
    def weighted(self) -> Money:
        """Værdi: the quote times the probability, in kroner."""
        return Money(self.weighted_ore)

    @property
    def margin_hundredths(self) -> int | None:
        """DB %: the margin as hundredths of a percent of the quote, half away from zero; None without a quote."""
        if not self.quote_ore or self.margin_ore is None:
            return None
        return half_away_from_zero(self.margin_ore * WHOLE, self.quote_ore)


class StageChange(Tracked):
    """That a sales project went from one stage to another; the first has no stage before it."""

    project = models.ForeignKey(SalesProject, models.PROTECT, related_name="stage_changes")
    before = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+", db_index=False)
    after = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    changed_on = models.DateField(_("date"))

    objects = models.Manager.from_queryset(TrackedQuerySet["StageChange"])()

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(before=None) | ~Q(before=F("after")), name="stage_change_differs"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.after_id}"


def weighted(quote_ore: int | None, probability_hundredths: int | None) -> int:
    """Værdi in øre: the quote × the probability, half away from zero (FG-1); 0 while either is missing."""
    if not quote_ore or not probability_hundredths:
        return 0
    return half_away_from_zero(quote_ore * probability_hundredths, WHOLE)
