from typing import Any

import pytest
from django import forms

from kundebro.parties.forms import PartyForm, party_formfield
from kundebro.prospects.models import Prospect

pytestmark = pytest.mark.django_db


class Card(PartyForm, forms.ModelForm[Prospect]):
    class Meta:
        model = Prospect
        fields = (
            "name",
            "street",
            "house_no",
            "floor",
            "door",
            "postal_code",
            "country",
            "visit_postal_code",
            "visit_country",
            "cvr_no",
            "phone",
            "email",
            "website",
        )
        formfield_callback = party_formfield


class PhoneOnly(PartyForm, forms.ModelForm[Prospect]):
    class Meta:
        model = Prospect
        fields = ("phone",)
        formfield_callback = party_formfield


def filled(**fields: str) -> Card:
    card = Card({"name": "Lund", "country": "DK", **fields})
    card.is_valid()
    return card


def values(card: Card, *names: str) -> list[Any]:
    return [card.cleaned_data[name] for name in names]


def test_what_is_written_is_stored_in_its_own_form() -> None:
    card = filled(cvr_no="DK 24 25 67 90", phone="(+45) 33-12-12-12", email="Post@Lund.DK", website="www.lund.dk")

    assert not card.errors
    assert not card.warnings
    assert values(card, "cvr_no", "phone", "email", "website") == [
        "24256790",
        "+4533121212",
        "post@lund.dk",
        "https://www.lund.dk",
    ]
    assert card.instance.cvr_no == "24256790"


def test_a_rule_that_may_be_broken_in_good_faith_warns_and_does_not_stop() -> None:
    card = filled(cvr_no="24256791", phone="12345678")

    assert not card.errors
    assert {*card.warnings} == {"cvr_no", "phone"}


def test_what_cannot_be_right_stops_the_form_at_its_field() -> None:
    card = filled(cvr_no="1234567", email="lund.dk")

    assert {*card.errors} == {"cvr_no", "email"}
    assert not card.warnings


def test_an_unknown_danish_postal_code_warns() -> None:
    assert not filled(postal_code="4000").warnings
    assert {*filled(postal_code="4001").warnings} == {"postal_code"}


def test_the_rules_are_those_of_the_country() -> None:
    card = filled(country="NO", phone="90112233", cvr_no="974 760 673", postal_code="0150")

    assert not card.errors
    assert not card.warnings
    assert values(card, "phone", "cvr_no") == ["+4790112233", "974 760 673"]


def test_the_visiting_address_has_its_own_country() -> None:
    card = filled(visit_postal_code="211 45", visit_country="SE")

    assert not card.errors
    assert not card.warnings


def test_a_single_field_follows_the_country_of_its_record() -> None:
    form = PhoneOnly({"phone": "90112233"}, instance=Prospect(name="Lund", country_id="NO"))

    assert form.is_valid()
    assert form.cleaned_data["phone"] == "+4790112233"


def test_a_whole_address_line_is_taken_apart() -> None:
    card = filled(street="Algade 99B, st. tv")

    assert values(card, "street", "house_no", "floor", "door") == ["Algade", "99B", "st", "tv"]
    assert card.instance.house_no == "99B"


def test_an_address_that_was_typed_in_its_fields_is_left_alone() -> None:
    card = filled(street="Vej 5", house_no="12")

    assert values(card, "street", "house_no") == ["Vej 5", "12"]


def test_a_checked_field_has_room_for_every_spelling_and_the_right_keyboard() -> None:
    field = Card().fields["cvr_no"]

    assert field.widget.attrs["inputmode"] == "numeric"
    assert int(field.widget.attrs["maxlength"]) > len("CVR-nr. DK 24 25 67 90")
