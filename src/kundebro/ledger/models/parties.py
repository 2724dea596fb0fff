from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self, TypeVar

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import number_key, number_sort_key, search_text, sort_key
from kundebro.core.fields import SortedTextField
from kundebro.core.lookups import Literal
from kundebro.core.money import Money
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.ledger.choices import DocumentChannel, EInvoiceIdKind, PartyKind
from kundebro.ledger.models.profiles import CreditorProfile, DebtorProfile
from kundebro.ledger.models.setup import WHOLE, InterestModel, PostingGroup, ReminderModel, VatCode
from kundebro.parties.models import CommercialTerms, PartyDetails, optional_text
from kundebro.users.models import User

Row = TypeVar("Row", bound="PartyAccount")

FIGURES: Final = ("balance_ore", "overdue_ore", "open_count")
"""Sums over posted lines, kept on the account by whoever posts; no part of its history."""


class PartyAccountQuerySet(TrackedQuerySet[Row]):
    """Filters over debtors or creditors."""

    def active(self) -> Self:
        """Accounts in daily use."""
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        """Accounts put away."""
        return self.exclude(archived_at=None)

    def open(self) -> Self:
        """Accounts with something unsettled."""
        return self.filter(open_count__gt=Literal(0))

    def blocked(self) -> Self:
        """Accounts in use that nothing more may be sold to or bought from."""
        return self.active().filter(is_barred=True)

    def visible_to(self, user: User) -> Self:
        """All of them for those who may see such accounts at all (decision 0007)."""
        model = self.model._meta
        return self if user.has_perm(f"{model.app_label}.view_{model.model_name}") else self.none()

    def numbered(self, number: str) -> Self:
        """The account with the number, however it is spelt."""
        return self.filter(number_key=number_key(number))


class PartyAccount(PartyDetails, CommercialTerms, Tracked):
    """What a debtor and a creditor have in common: a party under one number, with a balance."""

    kind: ClassVar[PartyKind]

    number = models.CharField(_("account number"), max_length=20)
    vat_code = models.ForeignKey(
        VatCode, models.PROTECT, verbose_name=_("VAT code"), null=True, blank=True, db_index=False
    )
    posting_group = models.ForeignKey(PostingGroup, models.PROTECT, verbose_name=_("posting group"), db_index=False)
    is_barred = models.BooleanField(_("barred"), default=False, db_default=False)
    archives_when_settled = models.BooleanField(_("archive when the balance is 0"), default=False, db_default=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    archived_reason = optional_text(_("reason for archiving"), 200, editable=False)

    balance_ore = models.BigIntegerField(_("balance"), default=0, db_default=0, editable=False)
    overdue_ore = models.BigIntegerField(_("overdue"), default=0, db_default=0, editable=False)
    open_count = models.PositiveIntegerField(_("open entries"), default=0, db_default=0, editable=False)

    number_key = SortedTextField(max_length=40, unique=True, editable=False)
    number_sort = SortedTextField(max_length=60, editable=False)
    sort_name = SortedTextField(max_length=120, editable=False)
    city_sort = SortedTextField(max_length=120, editable=False)
    search_text = models.TextField(editable=False)

    derived_from = frozenset(
        [
            "number",
            "name",
            "search_name",
            "cvr_no",
            "se_no",
            "phone",
            "mobile",
            "email",
            "postal_code",
            "city",
            "attention",
        ]
    )
    derived_fields = frozenset({"number_key", "number_sort", "sort_name", "city_sort", "search_text", *FIGURES})

    class Meta:
        abstract = True
        constraints = [
            *PartyDetails.Meta.constraints,
            models.CheckConstraint(condition=~Q(number=""), name="%(class)s_has_number"),
            models.CheckConstraint(
                condition=Q(archived_at=None) | Q(balance_ore=0, open_count=0),
                name="%(class)s_archived_owes_nothing",
                violation_error_message=_("An account is archived when nothing is owed."),
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="%(class)s_by_name"),
            models.Index(fields=["number_sort", "id"], name="%(class)s_by_number"),
            models.Index(fields=["city_sort", "id"], name="%(class)s_by_city"),
            models.Index(fields=["balance_ore", "id"], name="%(class)s_by_balance"),
            models.Index(fields=["overdue_ore", "id"], name="%(class)s_by_overdue"),
            models.Index(fields=["sort_name", "id"], name="%(class)s_open_by_name", condition=Q(open_count__gt=0)),
            models.Index(fields=["cvr_no"], name="%(class)s_cvr"),
            models.Index(fields=["archived_at"], name="%(class)s_archived", condition=Q(archived_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """How the account is found and where it stands in lists; its figures stay as they are."""
        read = values.get
        return {
            "number_key": number_key(values["number"]),
            "number_sort": number_sort_key(values["number"])[:60],
            "sort_name": sort_key(values["name"]),
            "city_sort": sort_key(read("city", "")),
            "search_text": search_text(
                values["number"],
                values["name"],
                *(
                    read(name, "")
                    for name in (
                        "search_name",
                        "cvr_no",
                        "phone",
                        "mobile",
                        "email",
                        "postal_code",
                        "city",
                        "attention",
                    )
                ),
            ),
            **{name: read(name, 0) for name in FIGURES},
        }

    def get_absolute_url(self) -> str:
        """The card."""
        return reverse(f"ledger:{self.kind}-card", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        """Whether the account is put away."""
        return self.archived_at is not None

    @property
    def balance(self) -> Money:
        """The sum of the posted lines in kroner: what a debtor owes us; negative is what we owe a creditor."""
        return Money(self.balance_ore)

    @property
    def overdue(self) -> Money:
        """What is owed and past its due date, in kroner and with the sign of the balance; refreshed every night."""
        return Money(self.overdue_ore)


class Debtor(PartyAccount):
    """A customer's account in the sub-ledger (Debitor)."""

    kind = PartyKind.DEBTOR

    profile = models.ForeignKey(DebtorProfile, models.PROTECT, verbose_name=_("profile"), null=True, blank=True)
    reminder_model = models.ForeignKey(
        ReminderModel, models.PROTECT, verbose_name=_("reminder model"), null=True, blank=True, db_index=False
    )
    interest_model = models.ForeignKey(
        InterestModel, models.PROTECT, verbose_name=_("interest model"), null=True, blank=True, db_index=False
    )
    credit_limit_ore = models.BigIntegerField(_("credit limit"), null=True, blank=True)
    document_channel = models.CharField(
        _("invoice channel"),
        max_length=6,
        choices=DocumentChannel,
        default=DocumentChannel.MAIL,
        db_default=DocumentChannel.MAIL,
    )
    e_invoice_id_kind = optional_text(_("NemHandel type"), 4, choices=EInvoiceIdKind)
    requires_order_reference = models.BooleanField(_("requires an order reference"), default=False, db_default=False)
    payer = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("payer"), null=True, blank=True, related_name="paid_for"
    )
    discount_hundredths = models.PositiveIntegerField(
        _("discount, hundredths of a percent"), default=0, db_default=0, validators=[MaxValueValidator(WHOLE)]
    )
    is_reminder_barred = models.BooleanField(_("gets no reminders"), default=False, db_default=False)
    is_statement_barred = models.BooleanField(_("gets no statements"), default=False, db_default=False)

    objects = models.Manager.from_queryset(PartyAccountQuerySet["Debtor"])()

    class Meta(PartyAccount.Meta):
        abstract = False
        verbose_name = _("debtor")
        verbose_name_plural = _("debtors")
        constraints = [
            *PartyAccount.Meta.constraints,
            models.CheckConstraint(
                condition=Q(document_channel__in=DocumentChannel.values), name="debtor_document_channel"
            ),
            models.CheckConstraint(
                condition=Q(e_invoice_id_kind__in=EInvoiceIdKind.values), name="debtor_e_invoice_id_kind"
            ),
            models.CheckConstraint(
                condition=Q(payer=None) | ~Q(payer=F("id")),
                name="debtor_is_not_its_own_payer",
                violation_error_message=_("A debtor cannot be its own payer."),
            ),
            models.CheckConstraint(
                condition=Q(credit_limit_ore=None) | Q(credit_limit_ore__gte=0), name="debtor_credit_limit"
            ),
            models.CheckConstraint(condition=Q(discount_hundredths__lte=WHOLE), name="debtor_discount"),
        ]

    @property
    def credit_limit(self) -> Money | None:
        """How much the debtor may owe, in kroner; None without a limit."""
        return None if self.credit_limit_ore is None else Money(self.credit_limit_ore)


class Creditor(PartyAccount):
    """A supplier's account in the sub-ledger (Kreditor)."""

    kind = PartyKind.CREDITOR

    profile = models.ForeignKey(CreditorProfile, models.PROTECT, verbose_name=_("profile"), null=True, blank=True)
    is_approved = models.BooleanField(_("approved for payment"), default=False, db_default=False)
    bank_reg_no = optional_text(
        _("bank registration no."), 4, validators=[RegexValidator(r"\A[0-9]{4}\Z", _("It has 4 digits."))]
    )
    bank_account_no = optional_text(
        _("bank account no."), 10, validators=[RegexValidator(r"\A[0-9]{1,10}\Z", _("It has at most 10 digits."))]
    )
    iban = optional_text(_("IBAN"), 34)
    bic = optional_text(_("BIC (SWIFT)"), 11)
    fik_creditor_no = optional_text(
        _("FI creditor no."), 8, validators=[RegexValidator(r"\A8[0-9]{7}\Z", _("It has 8 digits and begins with 8."))]
    )

    objects = models.Manager.from_queryset(PartyAccountQuerySet["Creditor"])()

    class Meta(PartyAccount.Meta):
        abstract = False
        verbose_name = _("creditor")
        verbose_name_plural = _("creditors")
