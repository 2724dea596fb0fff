import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kundebro.parties.validators import check_phone


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("20 12 34 56", "+4520123456"),
        ("0045 33 12 12 12", "+4533121212"),
        ("+45 8162 3617", "+4581623617"),
        ("(+45) 54-11-85-76", "+4554118576"),
        ("004531605483", "+4531605483"),
        ("4520123456", "+4520123456"),
        ("20.12.34.56\n", "+4520123456"),
        ("20\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56", "+4520123456"),
        ("+4790112233", "+4790112233"),
        ("+298 201234", "+298201234"),
        ("+46 (0)8 123 456 00", "+46812345600"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_number_is_stored_in_its_international_form(text: str, stored: str) -> None:
    assert check_phone(text) == (stored, ())


def test_the_country_of_the_party_is_where_the_number_is_dialled() -> None:
    assert check_phone("90112233", "NO") == ("+4790112233", ())
    assert check_phone("+45 20123456", "NO") == ("+4520123456", ())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("12345678", "+4512345678"),
        ("+45 12345678", "+4512345678"),
        ("(+45) 54-01-85-76", "+4554018576"),
        ("345678", "345678"),
        ("ring til Bo", "ring til Bo"),
        ("33121212 lok. 5", "33121212 lok. 5"),
        ("33121212 / 20123456", "33121212 / 20123456"),
        ("9,37E+07", "9,37E+07"),
        ("+", "+"),
    ],
)
def test_a_number_nobody_can_dial_is_kept_and_warns(text: str, kept: str) -> None:
    checked = check_phone(text)

    assert checked.value == kept
    assert len(checked.warnings) == 1


def test_a_text_longer_than_the_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_phone("ring til Bo " * 5)


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_the_quick_way_agrees_with_the_library(number: int) -> None:
    digits = str(number)
    is_valid = phonenumbers.is_valid_number(phonenumbers.parse(digits, "DK"))

    checked = check_phone(digits)

    assert checked.value == f"+45{digits}"
    assert (not checked.warnings) is is_valid


@given(st.text(max_size=30))
def test_a_stored_number_is_not_changed_again(text: str) -> None:
    stored = check_phone(text).value

    assert check_phone(stored).value == stored
