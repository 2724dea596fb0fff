"""The closed lists of the sub-ledgers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """What an account of the chart tells of."""

    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")
    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    EQUITY = "equity", _("equity")


class PartyKind(models.TextChoices):
    """The two sub-ledgers."""

    DEBTOR = "debtor", _("debtor")
    CREDITOR = "creditor", _("creditor")


class VatDirection(models.TextChoices):
    """Whether a VAT code belongs to what we sell or to what we buy."""

    SALES = "sales", _("sales")
    PURCHASE = "purchase", _("purchase")
    NONE = "none", _("outside VAT")


class VatKind(models.TextChoices):
    """Which rule of the VAT act a code stands for."""

    DOMESTIC = "domestic", _("domestic")
    EU_GOODS = "eu_goods", _("EU goods")
    EU_SERVICES = "eu_services", _("EU services")
    OUTSIDE_EU = "outside_eu", _("outside the EU")
    REVERSE_CHARGE = "reverse_charge", _("domestic reverse charge")
    EXEMPT = "exempt", _("exempt")


class VatCategory(models.TextChoices):
    """VAT categories of EN 16931 (UNCL 5305)."""

    STANDARD = "S", _("standard rate")
    ZERO = "Z", _("zero rate")
    EXEMPT = "E", _("exempt")
    REVERSE_CHARGE = "AE", _("reverse charge")
    INTRA_COMMUNITY = "K", _("supply within the EU")
    EXPORT = "G", _("export")
    OUTSIDE = "O", _("outside the scope of VAT")


class VatBox(models.TextChoices):
    """The boxes of the Danish VAT return beside the VAT itself."""

    NONE = "", _("none")
    A_GOODS = "a_goods", _("Box A, goods")
    A_SERVICES = "a_services", _("Box A, services")
    B_GOODS = "b_goods", _("Box B, goods")
    B_SERVICES = "b_services", _("Box B, services")
    C = "c", _("Box C")


class DocumentChannel(models.TextChoices):
    """How a debtor gets documents (Fakturakanal)."""

    PRINT = "print", _("on paper")
    MAIL = "mail", _("PDF by e-mail")
    OIOUBL = "oioubl", _("e-invoice, NemHandel (OIOUBL)")
    PEPPOL = "peppol", _("e-invoice, Peppol")


class EInvoiceIdKind(models.TextChoices):
    """By which number NemHandel finds the receiver."""

    NONE = "", _("none")
    GLN = "gln", _("EAN no.")
    P_NUMBER = "p_no", _("P-number")
    CVR = "cvr", _("CVR no.")


class DayCount(models.TextChoices):
    """How many days an interest year has."""

    ACTUAL = "actual", _("365 days, 366 in leap years")
    DAYS_360 = "360", _("360 days")


class Origin(models.TextChoices):
    """Where the value of a new account's field came from."""

    OWN = "own", _("the party's own")
    PROFILE = "profile", _("from the profile")
    COMPANY = "company", _("the company's default")
    NONE = "", _("nowhere")


class EntryKind(models.TextChoices):
    """What a posted entry stands for."""

    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")
    PAYMENT = "payment", _("payment")
    JOURNAL = "journal", _("journal entry")
    REVERSAL = "reversal", _("reversal")
    EXCHANGE = "exchange", _("exchange difference")
