from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import Currency, DeliveryTerms, Department, PaymentTerms
from kundebro.ledger.choices import DocumentChannel
from kundebro.ledger.models.setup import InterestModel, LedgerCode, PostingGroup, ReminderModel, VatCode
from kundebro.parties.choices import Language
from kundebro.parties.models import optional_text


class Profile(LedgerCode):
    """What a new account gets where its party has nothing of its own (Profil); the default one speaks for the company."""

    is_default = models.BooleanField(_("used when no profile is chosen"), default=False, db_default=False)
    posting_group = models.ForeignKey(
        PostingGroup, models.PROTECT, verbose_name=_("posting group"), null=True, blank=True
    )
    vat_code = models.ForeignKey(VatCode, models.PROTECT, verbose_name=_("VAT code"), null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, verbose_name=_("currency"), null=True, blank=True)
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, verbose_name=_("payment terms"), null=True, blank=True
    )
    delivery_terms = models.ForeignKey(
        DeliveryTerms, models.PROTECT, verbose_name=_("delivery terms"), null=True, blank=True
    )
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("department"), null=True, blank=True)
    language = optional_text(_("language"), 5, choices=Language)

    class Meta(LedgerCode.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="%(app_label)s_%(class)s_one_default",
                violation_error_message=_("Another profile is the default one."),
            ),
        ]


class DebtorProfile(Profile):
    """Defaults of new debtors (Debitorprofil)."""

    reminder_model = models.ForeignKey(
        ReminderModel, models.PROTECT, verbose_name=_("reminder model"), null=True, blank=True
    )
    interest_model = models.ForeignKey(
        InterestModel, models.PROTECT, verbose_name=_("interest model"), null=True, blank=True
    )
    document_channel = optional_text(_("invoice channel"), 6, choices=DocumentChannel)
    credit_limit_ore = models.BigIntegerField(_("credit limit"), null=True, blank=True)

    class Meta(Profile.Meta):
        abstract = False
        verbose_name = _("debtor profile")
        verbose_name_plural = _("debtor profiles")


class CreditorProfile(Profile):
    """Defaults of new creditors (Kreditorprofil, Gruppe)."""

    class Meta(Profile.Meta):
        abstract = False
        verbose_name = _("creditor profile")
        verbose_name_plural = _("creditor profiles")
