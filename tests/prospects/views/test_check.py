"""Fields that are looked at while they are typed."""

import re
from typing import Any

import pytest
from django.test import Client

from kundebro.users.choices import Role
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def check(client: Client, field: str, value: str, *, query: str = "", **more: str) -> str:
    headers = {"HX-Request": "true", "HX-Target": f"id_{field}_check"}
    answer = client.post(f"/prospects/check/{field}/{query}", {field: value, **more}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def value_in(text: str) -> str:
    found = re.search(r'data-value="([^"]*)"', text)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("field", "typed", "written"),
    [
        ("cvr_no", "DK 24256790", "24 25 67 90"),
        ("se_no", "24.25.67.90", "24 25 67 90"),
        ("vat_no", "24256790", "DK24256790"),
        ("gln", "579 8009811578", "5798009811578"),
        ("phone", "33121212", "+45 33 12 12 12"),
        ("email", " Info@Firma.dk ", "info@firma.dk"),
        ("website", "firma.dk", "https://firma.dk"),
        ("postal_code", "DK-4000", "4000"),
        ("email_domain", "@Firma.dk", "firma.dk"),
        ("number", " K100 ", "K100"),
    ],
)
def test_a_value_comes_back_in_its_usual_form(client: Client, field: str, typed: str, written: str) -> None:
    text = check(client, field, typed)

    assert (value_in(text), "field-error" in text) == (written, False)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("cvr_no", "1234"),
        ("gln", "5798009811579"),
        ("email", "ingen snabel"),
        ("postal_code", "abc"),
        ("email_domain", "gmail.com"),
    ],
)
def test_what_cannot_be_right_is_said_when_the_field_is_left_and_not_before(
    client: Client, field: str, typed: str
) -> None:
    assert "field-error" in check(client, field, typed)
    assert "field-error" not in check(client, field, typed, query="?typing=1")


def test_a_wrong_check_digit_only_warns(client: Client) -> None:
    text = check(client, "cvr_no", "24256791")

    assert ("field-warning" in text, "field-error" in text) == (True, False)


@pytest.mark.parametrize(("field", "filled"), [("postal_code", "id_city"), ("visit_postal_code", "id_visit_city")])
def test_a_postal_code_brings_its_town(client: Client, field: str, filled: str) -> None:
    text = check(client, field, "4000", query="?typing=1")

    assert (f'data-fills="{filled}"' in text, 'data-town="Roskilde"' in text) == (True, True)


def test_a_german_postal_code_brings_no_danish_town(client: Client) -> None:
    assert "data-town" not in check(client, "postal_code", "24937", country="DE")


def test_the_country_of_the_record_counts_when_the_form_has_none(client: Client) -> None:
    prospect = make_prospect(country_id="DE")

    text = check(client, "cvr_no", "HRB 1234", query=f"?of={prospect.pk}")

    assert "field-error" not in text


@pytest.mark.parametrize(
    ("field", "known", "typed"),
    [
        ("cvr_no", {"cvr_no": "24256790"}, "24256790"),
        ("phone", {"phone": "+4533121212"}, "33121212"),
        ("email", {"email": "info@firma.dk"}, "info@firma.dk"),
        ("number", {"number": "K100"}, "k100"),
    ],
)
def test_another_with_the_same_is_linked(client: Client, field: str, known: dict[str, Any], typed: str) -> None:
    other = make_prospect(name="Nordisk Træ", **known)

    text = check(client, field, typed)

    assert (f'href="{other.get_absolute_url()}"' in text, "field-warning" in text) == (True, True)
    assert "href=" not in check(client, field, typed, query=f"?of={other.pk}")


def test_nothing_is_said_of_an_empty_field(client: Client) -> None:
    text = check(client, "cvr_no", "  ")

    assert "<p" not in text


def test_hostile_text_stays_text(client: Client) -> None:
    make_prospect(name="<script>alert(1)</script>", email="info@firma.dk")

    assert "<script>" not in check(client, "email", "info@firma.dk")
    assert "<script>" not in check(client, "email", '"><script>alert(1)</script>')


def test_only_fields_with_a_check_are_looked_at(client: Client) -> None:
    assert client.post("/prospects/check/name/", {"name": "A"}).status_code == 404


def test_anothers_prospect_is_no_excuse(as_user: Any) -> None:
    prospect = make_prospect()

    answer = as_user(make_user(role=Role.SELLER)).post(f"/prospects/check/number/?of={prospect.pk}", {"number": "1"})

    assert answer.status_code == 404
