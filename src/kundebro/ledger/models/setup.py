from typing import Self

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import CodeTable, CodeTableQuerySet
from kundebro.core.fields import SortedTextField
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.ledger.choices import (
    AccountKind,
    DayCount,
    PartyKind,
    VatBox,
    VatCategory,
    VatDirection,
    VatKind,
)

WHOLE = 10_000
"""A hundred percent in hundredths of a percent, the unit rates are stored in."""


class AccountQuerySet(TrackedQuerySet["Account"]):
    """Filters over the chart."""

    def active(self) -> Self:
        """Accounts in use."""
        return self.filter(is_active=True)

    def for_hand(self) -> Self:
        """Accounts one may post on directly; control accounts follow their sub-ledger."""
        return self.filter(is_active=True, allows_direct_posting=True)


class Account(Tracked):
    """An account of the chart (Konto)."""

    number = SortedTextField(
        _("account no."),
        max_length=10,
        unique=True,
        validators=[RegexValidator(r"\A[0-9]{1,10}\Z", _("An account number has 1 to 10 digits."))],
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=9, choices=AccountKind)
    vat_code = models.ForeignKey(
        "ledger.VatCode", models.PROTECT, verbose_name=_("VAT code"), null=True, blank=True, related_name="accounts"
    )
    allows_direct_posting = models.BooleanField(_("may be posted on directly"), default=True, db_default=True)
    is_active = models.BooleanField(_("active"), default=True, db_default=True)

    objects = models.Manager.from_queryset(AccountQuerySet)()
    is_seeded = True

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("chart of accounts")
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(name=""), name="account_has_number_and_name"),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class LedgerCodeQuerySet(CodeTableQuerySet["LedgerCode"], TrackedQuerySet["LedgerCode"]):  # type: ignore[override]  # as_manager
    """Code tables of the sub-ledgers: choosable, and every change recorded."""


class LedgerCode(CodeTable, Tracked):
    """A code table of the sub-ledgers."""

    objects = models.Manager.from_queryset(LedgerCodeQuerySet)()  # type: ignore[misc]  # as above
    is_seeded = True

    class Meta(CodeTable.Meta):
        abstract = True


class VatCode(LedgerCode):
    """How a sale or a purchase stands to VAT (Momskode); its rates are dated rows of their own."""

    direction = models.CharField(_("sales or purchase"), max_length=8, choices=VatDirection)
    kind = models.CharField(_("kind"), max_length=14, choices=VatKind)
    category = models.CharField(_("category (EN 16931)"), max_length=2, choices=VatCategory)
    return_box = models.CharField(_("box on the VAT return"), max_length=10, choices=VatBox, blank=True, default="")
    sales_vat_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of sales VAT"), null=True, blank=True, related_name="+"
    )
    purchase_vat_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of purchase VAT"), null=True, blank=True, related_name="+"
    )
    deductible_hundredths = models.PositiveIntegerField(
        _("deductible share, hundredths of a percent"),
        default=WHOLE,
        db_default=WHOLE,
        validators=[MaxValueValidator(WHOLE)],
    )

    class Meta(LedgerCode.Meta):
        abstract = False
        verbose_name = _("VAT code")
        verbose_name_plural = _("VAT codes")
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=VatDirection.values), name="vat_code_direction"),
            models.CheckConstraint(condition=Q(kind__in=VatKind.values), name="vat_code_kind"),
            models.CheckConstraint(condition=Q(category__in=VatCategory.values), name="vat_code_category"),
            models.CheckConstraint(condition=Q(deductible_hundredths__lte=WHOLE), name="vat_code_deductible"),
        ]

    @property
    def is_self_assessed(self) -> bool:
        """Whether we owe the VAT of what we buy ourselves: EU acquisitions, imports, domestic reverse charge."""
        foreign = (VatKind.EU_GOODS, VatKind.EU_SERVICES, VatKind.OUTSIDE_EU, VatKind.REVERSE_CHARGE)
        return self.direction == VatDirection.PURCHASE and self.kind in foreign


class VatRate(Tracked):
    """The rate of a VAT code over a span of days; the day of delivery chooses (MON-3)."""

    vat_code = models.ForeignKey(VatCode, models.PROTECT, verbose_name=_("VAT code"), related_name="rates")
    rate_hundredths = models.PositiveIntegerField(
        _("rate, hundredths of a percent"), validators=[MaxValueValidator(WHOLE)]
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = models.Manager.from_queryset(TrackedQuerySet["VatRate"])()
    is_seeded = True

    class Meta:
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        ordering = ("vat_code", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["vat_code", "valid_from"], name="vat_rate_begins_once"),
            models.CheckConstraint(condition=Q(rate_hundredths__lte=WHOLE), name="vat_rate_at_most_all"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="vat_rate_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vat_code} {self.valid_from}"


class PostingGroup(LedgerCode):
    """Which accounts of the chart a debtor's or creditor's entries go to (Bogføringsgruppe)."""

    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=8, choices=PartyKind)
    control_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("control account"), related_name="controlled_groups"
    )
    fee_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of fees"), null=True, blank=True, related_name="+"
    )
    interest_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of interest"), null=True, blank=True, related_name="+"
    )
    cash_discount_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of cash discounts"), null=True, blank=True, related_name="+"
    )
    rounding_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of rounding"), related_name="+"
    )
    exchange_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account of exchange differences"), related_name="+"
    )

    class Meta(LedgerCode.Meta):
        abstract = False
        verbose_name = _("posting group")
        verbose_name_plural = _("posting groups")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="posting_group_code_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="posting_group_kind"),
        ]


class ReminderModel(LedgerCode):
    """How a debtor is reminded of what is overdue (Rykkermodel)."""

    first_after_days = models.PositiveSmallIntegerField(_("first reminder, days after due"), default=8, db_default=8)
    then_after_days = models.PositiveSmallIntegerField(
        _("next reminder, days after the last"), default=10, db_default=10
    )
    fee_ore = models.BigIntegerField(_("fee in øre, VAT included"), default=0, db_default=0)

    class Meta(LedgerCode.Meta):
        abstract = False
        verbose_name = _("reminder model")
        verbose_name_plural = _("reminder models")
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_ore__gte=0, fee_ore__lte=10_000),  # renteloven § 9 b: at most DKK 100 a reminder
                name="reminder_model_fee",
                violation_error_message=_("A reminder may cost at most 100 kr. VAT included."),
            ),
            models.CheckConstraint(
                condition=Q(then_after_days__gte=10),
                name="reminder_model_ten_days_apart",
                violation_error_message=_("There are at least 10 days between reminders with a fee."),
            ),
        ]


class InterestModel(LedgerCode):
    """How interest on late payment is reckoned (Rentemodel)."""

    surcharge_hundredths = models.PositiveIntegerField(
        _("surcharge, hundredths of a percentage point"), default=800, db_default=800
    )
    day_count = models.CharField(_("days of a year"), max_length=6, choices=DayCount, default=DayCount.ACTUAL)

    class Meta(LedgerCode.Meta):
        abstract = False
        verbose_name = _("interest model")
        verbose_name_plural = _("interest models")
        constraints = [
            models.CheckConstraint(condition=Q(day_count__in=DayCount.values), name="interest_model_day_count"),
        ]
