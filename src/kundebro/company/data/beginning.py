"""The rows of a new company."""

from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.db.models import Model

from kundebro.company.choices import Incoterm, IndustryScheme, PaymentKind
from kundebro.company.data.industries import REVISION_2_UNTIL, REVISION_21_FROM, Node, danish_titles, nodes_of
from kundebro.company.data.places import country_rows, currency_rows, postal_code_rows

Row = dict[str, Any]

NUMBER_SERIES: tuple[Row, ...] = (
    {"code": "prospect", "name": "Kundeemner", "first_number": 10001, "next_number": 10001, "is_system": True},
    {
        "code": "sales_project",
        "name": "Salgsprojekter",
        "prefix": "S-",
        "first_number": 1001,
        "next_number": 1001,
        "is_system": True,
    },
)
DEPARTMENTS: tuple[Row, ...] = ({"code": "1", "name": "Hovedafdeling"},)
PAYMENT_TERMS: tuple[Row, ...] = (
    {"code": "NETTO8", "name": "Netto 8 dage", "name_en": "Net 8 days", "kind": PaymentKind.NET, "days": 8},
    {"code": "NETTO14", "name": "Netto 14 dage", "name_en": "Net 14 days", "kind": PaymentKind.NET, "days": 14},
    {"code": "NETTO30", "name": "Netto 30 dage", "name_en": "Net 30 days", "kind": PaymentKind.NET, "days": 30},
    {"code": "LBMD", "name": "Løbende måned", "name_en": "End of month", "kind": PaymentKind.END_OF_MONTH},
    {
        "code": "LBMD14",
        "name": "Løbende måned + 14 dage",
        "name_en": "End of month plus 14 days",
        "kind": PaymentKind.END_OF_MONTH_PLUS,
        "days": 14,
    },
    {
        "code": "LBMD30",
        "name": "Løbende måned + 30 dage",
        "name_en": "End of month plus 30 days",
        "kind": PaymentKind.END_OF_MONTH_PLUS,
        "days": 30,
    },
    {"code": "KONTANT", "name": "Kontant", "name_en": "Cash", "kind": PaymentKind.CASH},
    {"code": "EFTERKRAV", "name": "Efterkrav", "name_en": "Cash on delivery", "kind": PaymentKind.CASH_ON_DELIVERY},
    {
        "code": "FORUD",
        "name": "Forudbetaling",
        "name_en": "Prepaid",
        "kind": PaymentKind.PREPAID,
        "prepaid_percent": 100,
    },
)
DELIVERY_TERMS: tuple[Row, ...] = (
    {"code": "EXW", "name": "Ab fabrik", "name_en": "Ex works", "incoterm": Incoterm.EXW},
    {"code": "FCA", "name": "Frit fragtfører", "name_en": "Free carrier", "incoterm": Incoterm.FCA},
    {"code": "DAP", "name": "Leveret på stedet", "name_en": "Delivered at place", "incoterm": Incoterm.DAP},
    {"code": "DDP", "name": "Leveret fortoldet", "name_en": "Delivered duty paid", "incoterm": Incoterm.DDP},
    {"code": "HENTES", "name": "Afhentes", "name_en": "Collected by the customer"},
)


def fill(apps: Apps) -> None:
    """Add what is missing; rows that are there stay as they are. Also run by a migration, hence the registry of models."""
    add(apps, "Currency", currency_rows())
    add(apps, "Country", country_rows())
    add(apps, "PostalCode", postal_code_rows())
    add(apps, "Company", [{"id": 1}])
    add(apps, "NumberSeries", NUMBER_SERIES)
    for name, rows in (
        ("Department", DEPARTMENTS),
        ("PaymentTerms", PAYMENT_TERMS),
        ("DeliveryTerms", DELIVERY_TERMS),
    ):
        add(apps, name, ({"position": 10 * place, **row} for place, row in enumerate(rows, start=1)))
    add_industries(apps, IndustryScheme.NACE21, {"valid_from": REVISION_21_FROM}, danish_titles())
    add_industries(apps, IndustryScheme.NACE2, {"valid_to": REVISION_2_UNTIL}, {})


def add(apps: Apps, model_name: str, rows: Iterable[Row]) -> None:
    """Insert the rows whose keys are free."""
    model: type[Model] = apps.get_model("company", model_name)
    model._default_manager.bulk_create([model(**row) for row in rows], ignore_conflicts=True)


def add_industries(apps: Apps, scheme: IndustryScheme, validity: Row, titles: dict[str, str]) -> None:
    """Insert one tree, level by level, so that each row finds its parent."""
    known: dict[str, int] = {}
    levels: dict[int, list[Node]] = {}
    for node in nodes_of(scheme):
        levels.setdefault(node.level, []).append(node)
    for nodes in levels.values():
        rows = (
            {
                "scheme": scheme,
                "code": node.code,
                "level": node.level,
                "parent_id": known.get(node.parent),
                "title": titles.get(node.code, node.title),
                "title_en": node.title,
                **validity,
            }
            for node in nodes
        )
        add(apps, "Industry", rows)
        industries = apps.get_model("company", "Industry")._default_manager.filter(scheme=scheme)
        known = dict(industries.values_list("code", "pk"))
