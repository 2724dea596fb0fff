"""A number and a name are enough, and everything else can be typed too (seed 3.1 to 3.3)."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from django.db import models

from kundebro.company.models import Industry
from kundebro.history.recorder import recording
from kundebro.ledger.choices import PartyKind
from kundebro.prospects.card import GROUPS
from kundebro.prospects.models import InterestType, LeadSource, ProductionUnit, Prospect, ProspectStatus, TargetGroup
from kundebro.users.choices import Role, Scope
from tests.factories.company import make_delivery_terms, make_department, make_payment_terms
from tests.factories.ledger import make_creditor_profile, make_debtor_profile, posting_group, vat_code
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db

TYPED: Final[dict[str, dict[str, Any]]] = {
    "identity": {"number": "20001", "name": "Ærø Færgefart A/S", "search_name": "FÆRGE", "intended_role": "partner"},
    "follow-up": {"responsible": "Sælger", "next_follow_up_on": "24-12-2026", "status": "Varm"},
    "reach": {
        "phone": "62 52 40 00",
        "mobile": "+45 20 34 56 78",
        "fax": "62524001",
        "email": "Post@Faerge.example",
        "bookkeeping_email": "bogholderi@faerge.example",
        "invoice_email": "faktura@faerge.example",
        "order_email": "ordre@faerge.example",
        "website": "https://faerge.example",
        "email_domain": "faerge.example",
    },
    "address": {
        "street": "Vestergade",
        "house_no": "1A",
        "floor": "st",
        "door": "tv",
        "address_2": "c/o Havnen",
        "postal_code": "5970",
        "city": "Ærøskøbing",
        "country": "DK",
    },
    "attention": {"attention": "Åse Ågård", "attention_title": "Indkøbschef", "language": "da"},
    "numbers": {"cvr_no": "24256790", "se_no": "24256790", "vat_no": "DK24256790"},
    "visit": {
        "visit_street": "Havnen",
        "visit_house_no": "9",
        "visit_address_2": "Kaj 3",
        "visit_postal_code": "0999",
        "visit_city": "København C",
        "visit_country": "DK",
    },
    "keys": {"krak_id": "K-1", "kob_id": "KOB-2", "tdc_id": "TDC-3", "google_place_id": "ChIJ0"},
    "coordinates": {"latitude": "54,888889", "longitude": "10,411111"},
    "debtor": {
        "debtor_profile": "INDLAND",
        "debtor_posting_group": "DEB",
        "vat_code": "S25",
        "gln": "5790000435975",
    },
    "creditor": {"creditor_profile": "LEV", "creditor_posting_group": "KRE", "vat_code": "K25"},
    "terms": {"currency": "EUR", "payment_terms": "N30", "delivery_terms": "DAP", "department": "VEST"},
    "segments": {
        "industry": "branche",
        "customer_type": "btg",
        "target_groups": ["Havne"],
        "interest_types": ["Energi", "Nybyg"],
    },
    "standing": {"status": "Varm", "source": "Messe", "employee_count": "1250", "employee_interval": "1000+"},
    "remarks": {"remark_1": "Ring først", "remark_2": "To\nlinjer", "remark_3": "=1+1"},
    "texts": {
        "general_text": "Tak for samarbejdet",
        "packing_info": "På EUR-palle",
        "pallet_specification": "120 × 80",
        "profile_text": "Rederi siden 1890",
    },
    "gdpr": {"is_gdpr_approved": "on", "gdpr_approved_on": "01-02-2026", "allows_campaigns": "on"},
    "updates": {"may_update_automatically": None},
}
"""What is typed, group by group of the card."""

STORED: Final[dict[str, Any]] = {
    "next_follow_up_on": date(2026, 12, 24),
    "phone": "+4562524000",
    "mobile": "+4520345678",
    "fax": "+4562524001",
    "email": "post@faerge.example",
    "latitude": Decimal("54.888889"),
    "longitude": Decimal("10.411111"),
    "employee_count": 1250,
    "is_gdpr_approved": True,
    "gdpr_approved_on": date(2026, 2, 1),
    "allows_campaigns": True,
    "may_update_automatically": False,
}
"""What is kept where that is written otherwise than it was typed."""

NOT_TYPED: Final = frozenset(["id", "created_at", "dar_address_id", "coordinates_source", *Prospect.derived_fields])
"""Kept by the program itself."""


@pytest.fixture
def desk() -> Desk:
    return Desk(make_user(name="Sælger", role=Role.SALES_MANAGER, scope=Scope.ALL))


@pytest.fixture
def rows(desk: Desk) -> dict[tuple[str, str], models.Model]:
    """The rows of code tables that are chosen, by field and by what they are called above."""
    with recording("test.codes", by=desk.user):
        codes = {
            ("status", "Varm"): ProspectStatus(code="varm", name="Varm"),
            ("source", "Messe"): LeadSource(code="messe-2026", name="Messe"),
            ("target_groups", "Havne"): TargetGroup(code="havne", name="Havne"),
            ("interest_types", "Energi"): InterestType(code="energi", name="Energi"),
            ("interest_types", "Nybyg"): InterestType(code="nybyg", name="Nybyg"),
        }
        for row in codes.values():
            row.save()
    return {
        **codes,
        ("responsible", "Sælger"): desk.user,
        ("industry", "branche"): Industry.objects.filter(is_active=True).order_by("-level", "code")[0],
        ("payment_terms", "N30"): make_payment_terms(code="N30"),
        ("delivery_terms", "DAP"): make_delivery_terms(code="DAP-1"),
        ("department", "VEST"): make_department(code="VEST"),
        ("debtor_profile", "INDLAND"): make_debtor_profile(code="INDLAND"),
        ("creditor_profile", "LEV"): make_creditor_profile(code="LEV"),
        ("debtor_posting_group", "DEB"): posting_group("DK"),
        ("creditor_posting_group", "KRE"): posting_group("DK", kind=PartyKind.CREDITOR),
        ("vat_code", "S25"): vat_code("S25"),
        ("vat_code", "K25"): vat_code("K25"),
    }


def new_prospect(desk: Desk, **typed: str) -> Prospect:
    desk.saves("/prospects/quick/", **typed)
    return Prospect.objects.latest("pk")


def test_a_number_and_a_name_are_enough(desk: Desk) -> None:
    prospect = new_prospect(desk, number="M-17", name="Messefirmaet ApS")

    assert (prospect.number, prospect.name, prospect.search_name) == ("M-17", "Messefirmaet ApS", "Messefirmaet")
    assert "Messefirmaet ApS" in desk.sees("/prospects/")


def test_the_number_is_proposed_and_only_the_name_is_typed(desk: Desk) -> None:
    first, second = new_prospect(desk, name="Første"), new_prospect(desk, name="Anden")

    assert int(second.number) == int(first.number) + 1


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "   "}])
def test_without_a_name_nothing_is_made_and_what_was_typed_stands(desk: Desk, typed: dict[str, str]) -> None:
    answer = desk.fills_in("/prospects/quick/", number="M-18", **typed)

    assert answer.status_code == 422
    assert answer.context["form"]["number"].value() == "M-18"
    assert Prospect.objects.count() == 0


@pytest.mark.parametrize("group", GROUPS)
def test_every_field_of_the_card_can_be_typed_and_is_kept(
    desk: Desk, rows: dict[tuple[str, str], models.Model], group: str
) -> None:
    prospect = new_prospect(desk, name="Færgefarten")
    typed = TYPED[group]

    form = {name: sent(rows, name, value) for name, value in typed.items()}
    desk.saves(f"/prospects/{prospect.pk}/groups/{group}/edit/", **form)

    kept = Prospect.objects.get(pk=prospect.pk)
    assert {name: kept_value(kept, name) for name in typed} == {name: STORED.get(name, form[name]) for name in typed}


def test_the_table_above_names_every_field_of_the_card_and_the_card_every_field_of_the_prospect() -> None:
    on_the_card = {key: set(group.fields) for key, group in GROUPS.items()}
    fields = [*Prospect._meta.concrete_fields, *Prospect._meta.many_to_many]
    typed_by_people = {field.name for field in fields if field.editable and field.name not in NOT_TYPED}

    assert {key: set(typed) for key, typed in TYPED.items()} == on_the_card
    assert set().union(*on_the_card.values()) == typed_by_people | {"next_follow_up_on"}  # typed, and kept as a task


def test_a_company_has_as_many_p_numbers_as_it_has_places(desk: Desk) -> None:
    prospect = new_prospect(desk, name="Færgefarten")

    for p_no, name in (("1003456789", "Havnen"), ("1003456790", "Værftet")):
        desk.saves(f"/prospects/{prospect.pk}/production-units/add/", p_no=p_no, name=name)

    assert list(ProductionUnit.objects.filter(prospect=prospect).order_by("p_no").values_list("p_no", "name")) == [
        ("1003456789", "Havnen"),
        ("1003456790", "Værftet"),
    ]


def test_everything_typed_stands_on_the_card(desk: Desk, rows: dict[tuple[str, str], models.Model]) -> None:
    prospect = new_prospect(desk, name="Færgefarten")
    for group in ("address", "attention", "remarks", "segments", "keys"):
        form = {name: sent(rows, name, value) for name, value in TYPED[group].items()}
        desk.saves(f"/prospects/{prospect.pk}/groups/{group}/edit/", **form)

    page = desk.sees(f"/prospects/{prospect.pk}/print/")

    assert [
        text for text in ("Vestergade 1A, st. tv", "Åse Ågård", "Ring først", "Havne", "K-1") if text not in page
    ] == []


def sent(rows: dict[tuple[str, str], models.Model], name: str, value: Any) -> Any:
    """What the browser sends: keys for chosen rows, nothing for a box that is not ticked."""
    if isinstance(value, list):
        return [rows[name, each].pk for each in value]
    if value is None:
        return ""
    row = rows.get((name, value))
    return value if row is None else row.pk


def kept_value(prospect: Prospect, name: str) -> Any:
    """What is stored: keys for rows."""
    value = getattr(prospect, name)
    if isinstance(value, models.Model):
        return value.pk
    return sorted(value.values_list("pk", flat=True)) if hasattr(value, "values_list") else value
