"""What this app itself puts into the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.company.models import DeliveryTerms, Department, PaymentTerms
from kundebro.company.setup_pages import SetupGroup, SetupPage, register, register_code_table


def register_pages() -> None:
    """Company facts, number series, industries and our own code tables."""
    register(
        SetupPage(
            title=_("Company facts"),
            url_name="company:facts",
            description=_("Name, address, CVR number and bank, as they stand on documents."),
            icon="building",
        )
    )
    register(
        SetupPage(
            title=_("Number series"),
            url_name="company:number-series",
            description=_("The next number of prospects and of each kind of document."),
            icon="hash",
        )
    )
    register(
        SetupPage(
            title=_("Industries"),
            url_name="company:industries",
            group=SetupGroup.CRM,
            description=_("NACE and DB25 codes with Danish titles."),
            icon="building-factory-2",
        )
    )
    register_code_table(
        Department,
        title=_("Departments"),
        description=_("Parts of the company that customers and postings are split by."),
        icon="sitemap",
    )
    register_code_table(
        PaymentTerms,
        title=_("Payment terms"),
        description=_("When an invoice falls due, and what paying early gives."),
        icon="calendar-due",
        extra_fields=(
            "name_en",
            "kind",
            "days",
            "prepaid_percent",
            "cash_discount_percent",
            "cash_discount_days",
        ),
        list_fields=("kind", "days", "cash_discount_percent"),
    )
    register_code_table(
        DeliveryTerms,
        title=_("Delivery terms"),
        description=_("Who carries freight and risk."),
        icon="truck-delivery",
        extra_fields=("name_en", "incoterm"),
        list_fields=("incoterm",),
    )
