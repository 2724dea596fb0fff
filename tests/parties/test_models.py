from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from kundebro.parties.choices import CustomerType, Language
from kundebro.parties.models import SHARED_FIELDS, CommercialTerms, PartyDetails
from kundebro.prospects.models import Prospect


def test_the_address_is_shown_as_a_letter_carries_it() -> None:
    prospect = Prospect(street="Algade", house_no="99B", floor="st", door="tv", postal_code="4000", city="Roskilde")

    assert prospect.address_line == "Algade 99B, st. tv"
    assert prospect.postal_line == "4000 Roskilde"


def test_the_visiting_address_is_empty_where_visits_go_to_the_postal_address() -> None:
    prospect = Prospect(street="Algade", house_no="9")

    assert prospect.visit_address_line == ""
    assert prospect.visit_postal_line == ""


def test_the_visiting_address_has_its_own_lines() -> None:
    prospect = Prospect(visit_street="Havnen", visit_house_no="2", visit_postal_code="5970", visit_city="Ærøskøbing")

    assert prospect.visit_address_line == "Havnen 2"
    assert prospect.visit_postal_line == "5970 Ærøskøbing"


def test_a_new_party_is_danish_and_pays_in_kroner() -> None:
    prospect = Prospect(name="Lund")

    assert (prospect.country_id, prospect.currency_id, prospect.visit_country_id) == ("DK", "DKK", None)


def test_the_shared_fields_are_those_of_both_parts_and_no_others() -> None:
    parts = (PartyDetails, CommercialTerms)

    assert tuple(field.name for part in parts for field in part._meta.local_fields) == SHARED_FIELDS
    assert {"name", "cvr_no", "visit_country", "is_advertising_protected", "currency", "department"} <= {
        *SHARED_FIELDS
    }
    assert not {"number", "responsible", "remark_1", "is_gdpr_approved", "version"} & {*SHARED_FIELDS}


def test_the_details_of_a_party_make_another_one() -> None:
    prospect = Prospect(number="1", name="Lund", city="Aarhus", country_id="SE", payment_terms_id=7, remark_1="intern")

    details = prospect.details()
    other = Prospect(number="2", **details)

    assert details["country_id"] == "SE"
    assert (other.name, other.city, other.country_id, other.payment_terms_id) == ("Lund", "Aarhus", "SE", 7)
    assert other.remark_1 == ""
    assert len(details) == len(SHARED_FIELDS)


@pytest.mark.parametrize("name", SHARED_FIELDS)
def test_a_row_may_be_written_without_any_shared_field_but_the_name(name: str) -> None:
    field: models.Field[Any, Any] = Prospect._meta.get_field(name)  # type: ignore[assignment]

    assert field.null or field.has_db_default() or name == "name"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [("name", ""), ("customer_type", "b2b"), ("language", "xx"), ("employee_count", -1)],
)
def test_the_database_refuses_what_cannot_be(column: str, value: object) -> None:
    row = {"number": "1", "number_key": "1", "number_sort": "011", "name": "Lund", "sort_name": "lund"}
    row |= {"city_sort": "", "search_text": "", column: value}  # type: ignore[dict-item]
    marks = ", ".join(["%s"] * len(row))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO prospects_prospect ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def test_the_choices_are_those_of_the_glossary() -> None:
    assert CustomerType.values == ["btb", "btc", "btg"]
    assert "da" in Language.values
