from typing import Any, Final, NoReturn, Self, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import Currency, Department
from kundebro.core.lookups import Literal
from kundebro.core.money import Money
from kundebro.history.models import Changeset
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models.parties import Creditor, Debtor, PartyAccount
from kundebro.ledger.models.setup import Account, VatCode
from kundebro.parties.models import optional_text

Row = TypeVar("Row", bound="Posted")

RATE_UNIT: Final = 1_000_000
"""Exchange rates are kroner for one unit of the currency, in millionths."""


class PostedRowsStand(Exception):
    """What is posted is never written over or taken away; it is corrected by a reversal (LED-5)."""


class PostedQuerySet(models.QuerySet[Row]):
    """Reads posted rows and refuses every way of writing them; only posting inserts (LED-2)."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PostedRowsStand

    def delete(self) -> NoReturn:
        """Refuse."""
        raise PostedRowsStand

    def bulk_create(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PostedRowsStand

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PostedRowsStand


class Posted(models.Model):
    """A row that stands as it was posted; the database refuses to change it too (`walls`)."""

    objects = models.Manager.from_queryset(PostedQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PostedRowsStand

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PostedRowsStand


class Series(models.Model):
    """Numbers of posted entries without gaps; the next one is taken last in the entry's transaction (LED-3)."""

    code = models.CharField(_("code"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"), default=0)  # 0: goes on over the years
    name = models.CharField(_("name"), max_length=100)
    first_number = models.PositiveBigIntegerField(_("first number"), default=1)
    next_number = models.PositiveBigIntegerField(_("next number"), default=1)

    class Meta:
        verbose_name = _("series of entries")
        verbose_name_plural = _("series of entries")
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="series_code_once_a_year"),
            models.CheckConstraint(condition=Q(next_number__gte=F("first_number")), name="series_next_after_first"),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(Posted):
    """One posting: lines that sum to nothing, under one number of its series (Bogføring)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, verbose_name=_("series"), related_name="entries")
    number = models.PositiveBigIntegerField(_("voucher no."))
    kind = models.CharField(_("kind"), max_length=11, choices=EntryKind)
    voucher_date = models.DateField(_("voucher date"))
    booked_at = models.DateTimeField(_("booked"))
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("booked by"), null=True, related_name="+"
    )
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="entries")
    text = optional_text(_("text"), 200)
    document_no = optional_text(_("document no."), 40)
    currency = models.ForeignKey(
        Currency, models.PROTECT, verbose_name=_("currency"), related_name="+", db_index=False
    )
    rate_millionths = models.BigIntegerField(_("exchange rate, millionths"), default=RATE_UNIT)
    reversal_of = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("reverses"), null=True, related_name="reversed_by"
    )
    reason = optional_text(_("reason"), 200)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta(Posted.Meta):
        abstract = False
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="entry_number_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSAL, reversal_of__isnull=False)
                | (~Q(kind=EntryKind.REVERSAL) & Q(reversal_of=None)),
                name="entry_reverses_when_a_reversal",
            ),
            models.CheckConstraint(condition=Q(rate_millionths__gt=0), name="entry_rate"),
        ]
        indexes = [models.Index(fields=["voucher_date", "id"], name="entry_by_date")]

    def __str__(self) -> str:
        return f"{self.series.code} {self.number}"


class Line(Posted):
    """One line of an entry: debit is positive, credit negative, in its currency and in kroner (Postering)."""

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("entry"), related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))
    account = models.ForeignKey(Account, models.PROTECT, verbose_name=_("account"), related_name="lines")
    debtor = models.ForeignKey(
        Debtor, models.PROTECT, verbose_name=_("debtor"), null=True, related_name="lines", db_index=False
    )
    creditor = models.ForeignKey(
        Creditor, models.PROTECT, verbose_name=_("creditor"), null=True, related_name="lines", db_index=False
    )
    currency = models.ForeignKey(
        Currency, models.PROTECT, verbose_name=_("currency"), related_name="+", db_index=False
    )
    amount_ore = models.BigIntegerField(_("amount"))
    base_ore = models.BigIntegerField(_("amount in kroner"))
    vat_code = models.ForeignKey(
        VatCode, models.PROTECT, verbose_name=_("VAT code"), null=True, related_name="lines", db_index=False
    )
    vat_rate_hundredths = models.PositiveIntegerField(_("VAT rate, hundredths of a percent"), null=True)
    vat_base_ore = models.BigIntegerField(_("basis of the VAT"), null=True)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(_("due"), null=True)
    text = optional_text(_("text"), 200)

    class Meta(Posted.Meta):
        abstract = False
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="line_position_once"),
            models.CheckConstraint(condition=~Q(amount_ore=0, base_ore=0), name="line_is_not_nothing"),
            models.CheckConstraint(condition=Q(debtor=None) | Q(creditor=None), name="line_has_one_party"),
        ]
        indexes = [
            models.Index(fields=["debtor", "id"], name="line_by_debtor", condition=Q(debtor__isnull=False)),
            models.Index(fields=["creditor", "id"], name="line_by_creditor", condition=Q(creditor__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.position}"

    @property
    def amount(self) -> Money:
        """The amount in the line's currency."""
        return Money(self.amount_ore, self.currency_id)

    @property
    def base(self) -> Money:
        """The amount in kroner."""
        return Money(self.base_ore)

    @property
    def party(self) -> PartyAccount | None:
        """The debtor or creditor the line is about."""
        return self.debtor or self.creditor


class OpenItemQuerySet(models.QuerySet["OpenItem"]):
    """Filters over what is left."""

    def open(self) -> Self:
        """Those with something left."""
        return self.exclude(remaining_ore=Literal(0))


class OpenItem(models.Model):
    """What is left of a debtor's or creditor's line; a sum kept at hand, provable from lines and settlements (I-04)."""

    line = models.OneToOneField(Line, models.PROTECT, primary_key=True, related_name="open_item")
    debtor = models.ForeignKey(Debtor, models.PROTECT, null=True, related_name="open_items", db_index=False)
    creditor = models.ForeignKey(Creditor, models.PROTECT, null=True, related_name="open_items", db_index=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField(_("due"))
    amount_ore = models.BigIntegerField(_("amount"))
    remaining_ore = models.BigIntegerField(_("remaining"))
    remaining_base_ore = models.BigIntegerField(_("remaining in kroner"))

    objects = models.Manager.from_queryset(OpenItemQuerySet)()

    class Meta:
        verbose_name = _("open entry")
        verbose_name_plural = _("open entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_ore__gt=0, remaining_ore__gte=0, remaining_ore__lte=F("amount_ore"))
                | Q(amount_ore__lt=0, remaining_ore__lte=0, remaining_ore__gte=F("amount_ore")),
                name="open_item_remaining_within_amount",
            ),
            models.CheckConstraint(
                condition=~Q(remaining_ore=0) | Q(remaining_base_ore=0), name="open_item_settled_in_kroner_too"
            ),
        ]
        indexes = [
            models.Index(
                fields=["debtor", "due_on"],
                name="open_item_by_debtor",
                condition=Q(debtor__isnull=False) & ~Q(remaining_ore=0),
            ),
            models.Index(
                fields=["creditor", "due_on"],
                name="open_item_by_creditor",
                condition=Q(creditor__isnull=False) & ~Q(remaining_ore=0),
            ),
            models.Index(fields=["due_on"], name="open_item_by_due_date", condition=~Q(remaining_ore=0)),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.remaining_ore}"

    @property
    def remaining(self) -> Money:
        """What is left, in the line's currency."""
        return Money(self.remaining_ore, self.currency_id)


class Settlement(Posted):
    """One line of an account against another of the opposite sign (Udligning); taken back by a mirror of itself."""

    debit_line = models.ForeignKey(Line, models.PROTECT, related_name="settled_by_credits")
    credit_line = models.ForeignKey(Line, models.PROTECT, related_name="settled_by_debits")
    amount_ore = models.BigIntegerField(_("amount"))
    debit_base_ore = models.BigIntegerField(_("debit in kroner"))
    credit_base_ore = models.BigIntegerField(_("credit in kroner"))
    settled_on = models.DateField(_("date"))
    booked_at = models.DateTimeField(_("booked"))
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("booked by"), null=True, related_name="+"
    )
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="settlements")
    exchange_entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="settlement")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta(Posted.Meta):
        abstract = False
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        constraints = [
            models.CheckConstraint(
                condition=Q(undoes=None, amount_ore__gt=0) | Q(undoes__isnull=False, amount_ore__lt=0),
                name="settlement_sign",
            ),
            models.CheckConstraint(condition=~Q(debit_line=F("credit_line")), name="settlement_of_two_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.debit_line_id} ↔ {self.credit_line_id}"


class Period(Posted):
    """Days up to and with `ends_on` that nothing more is posted on (lukket periode)."""

    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("to"), unique=True)
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("closed by"), null=True, related_name="+"
    )
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="periods")

    class Meta(Posted.Meta):
        abstract = False
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        ordering = ("ends_on",)

    def __str__(self) -> str:
        return str(self.ends_on)
