from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import Currency, Department
from kundebro.core.money import DKK, Money
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models.parties import Creditor, Debtor, PartyAccount
from kundebro.ledger.models.posted import Line
from kundebro.ledger.models.setup import Account, VatCode
from kundebro.parties.models import optional_text


class JournalLine(Tracked):
    """A line of the journal (kassekladde) before it is posted: a debtor, a creditor or an account, and its counterpart.

    The amount is debit with a plus, credit with a minus, VAT included; VAT is taken out of the side that is an account
    of the chart. Lines under one voucher number are posted as one entry.
    """

    voucher = models.PositiveIntegerField(_("voucher"))
    voucher_date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=11, choices=EntryKind, default=EntryKind.JOURNAL)
    document_no = optional_text(_("document no."), 40)
    text = optional_text(_("text"), 200)
    debtor = models.ForeignKey(
        Debtor, models.PROTECT, verbose_name=_("debtor"), null=True, blank=True, related_name="journal_lines"
    )
    creditor = models.ForeignKey(
        Creditor, models.PROTECT, verbose_name=_("creditor"), null=True, blank=True, related_name="journal_lines"
    )
    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account"), null=True, blank=True, related_name="journal_lines"
    )
    contra_account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("contra account"), null=True, blank=True, related_name="+"
    )
    amount_ore = models.BigIntegerField(_("amount"))
    currency = models.ForeignKey(Currency, models.PROTECT, verbose_name=_("currency"), default=DKK, related_name="+")
    rate_millionths = models.BigIntegerField(_("exchange rate, millionths"), null=True, blank=True)
    vat_code = models.ForeignKey(
        VatCode, models.PROTECT, verbose_name=_("VAT code"), null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    settles = models.ForeignKey(
        Line, models.PROTECT, verbose_name=_("settles"), null=True, blank=True, related_name="journal_lines"
    )

    objects = models.Manager.from_queryset(TrackedQuerySet["JournalLine"])()

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal")
        ordering = ("voucher", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(debtor__isnull=False, creditor=None, account=None)
                | Q(debtor=None, creditor__isnull=False, account=None)
                | Q(debtor=None, creditor=None, account__isnull=False),
                name="journal_line_is_about_one",
                violation_error_message=_("Choose a debtor, a creditor or an account."),
            ),
            models.CheckConstraint(
                condition=~Q(amount_ore=0),
                name="journal_line_has_amount",
                violation_error_message=_("The amount cannot be 0."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[EntryKind.INVOICE, EntryKind.CREDIT_NOTE, EntryKind.PAYMENT, EntryKind.JOURNAL]),
                name="journal_line_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher} {self.text}".strip()

    @property
    def amount(self) -> Money:
        """The amount in the line's currency, VAT included."""
        return Money(self.amount_ore, self.currency_id or DKK)

    @property
    def debit(self) -> Money | None:
        """The amount, where it is debit."""
        return self.amount if self.amount_ore > 0 else None

    @property
    def credit(self) -> Money | None:
        """The amount, where it is credit; without a sign."""
        return -self.amount if self.amount_ore < 0 else None

    @property
    def party(self) -> PartyAccount | None:
        """The debtor or creditor the line is about."""
        return self.debtor or self.creditor
