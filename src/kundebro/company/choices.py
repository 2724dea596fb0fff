"""The closed lists of the set-up tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Colour(models.TextChoices):
    """Badge colours of the theme that keep their contrast in light and dark."""

    NONE = "", _("none")
    BLUE = "blue", _("blue")
    AZURE = "azure", _("azure")
    INDIGO = "indigo", _("indigo")
    PURPLE = "purple", _("purple")
    PINK = "pink", _("pink")
    RED = "red", _("red")
    ORANGE = "orange", _("orange")
    YELLOW = "yellow", _("yellow")
    LIME = "lime", _("lime")
    GREEN = "green", _("green")
    TEAL = "teal", _("teal")
    CYAN = "cyan", _("cyan")


class PaymentKind(models.TextChoices):
    """How a due date follows from an invoice date."""

    NET = "net", _("net days")
    END_OF_MONTH = "end_of_month", _("end of month")
    END_OF_MONTH_PLUS = "end_of_month_plus", _("end of month plus days")
    CASH = "cash", _("cash")
    CASH_ON_DELIVERY = "cash_on_delivery", _("cash on delivery")
    PREPAID = "prepaid", _("prepaid")
    FIXED_DATE = "fixed_date", _("fixed date")


class Incoterm(models.TextChoices):
    """Incoterms 2020; the names are English by agreement."""

    NONE = "", _("none")
    EXW = "EXW", "EXW – Ex Works"
    FCA = "FCA", "FCA – Free Carrier"
    CPT = "CPT", "CPT – Carriage Paid To"
    CIP = "CIP", "CIP – Carriage and Insurance Paid To"
    DAP = "DAP", "DAP – Delivered at Place"
    DPU = "DPU", "DPU – Delivered at Place Unloaded"
    DDP = "DDP", "DDP – Delivered Duty Paid"
    FAS = "FAS", "FAS – Free Alongside Ship"
    FOB = "FOB", "FOB – Free on Board"
    CFR = "CFR", "CFR – Cost and Freight"
    CIF = "CIF", "CIF – Cost, Insurance and Freight"


class IndustryScheme(models.TextChoices):
    """The European classes and the Danish six-digit codes under them."""

    NACE21 = "nace21", "NACE Rev. 2.1"
    DB25 = "db25", "DB25"
    NACE2 = "nace2", "NACE Rev. 2"
    DB07 = "db07", "DB07"


class IndustryLevel(models.IntegerChoices):
    """The depth of an industry in its tree."""

    SECTION = 1, _("section")
    DIVISION = 2, _("division")
    GROUP = 3, _("group")
    CLASS = 4, _("class")
    NATIONAL = 5, _("national code")
