import pytest
from django.core.exceptions import ValidationError

from kundebro.parties.validators import check_postal_code


@pytest.mark.parametrize(
    ("text", "country", "stored"),
    [
        ("4000", "DK", "4000"),
        (" DK-4000 ", "DK", "4000"),
        ("0999", "DK", "0999"),
        ("211 45", "SE", "211 45"),
        ("24937", "DE", "24937"),
        ("sw1a 1aa", "GB", "SW1A 1AA"),
        ("anything", "BR", "ANYTHING"),
        ("", "DK", ""),
    ],
)
def test_a_postal_code_is_kept(text: str, country: str, stored: str) -> None:
    assert check_postal_code(text, country) == (stored, ())


@pytest.mark.parametrize("text", ["40000", "40", "400A", "٤٠٠٠", "Roskilde"])
def test_a_danish_postal_code_has_four_digits(text: str) -> None:
    with pytest.raises(ValidationError):
        check_postal_code(text)


def test_a_leading_zero_lost_in_a_spreadsheet_comes_back_and_warns() -> None:
    checked = check_postal_code("999")

    assert checked.value == "0999"
    assert "0999" in checked.warnings[0]


def test_an_unknown_danish_postal_code_warns() -> None:
    assert check_postal_code("4000", known={"4000"}) == ("4000", ())
    assert len(check_postal_code("4001", known={"4000"}).warnings) == 1


def test_a_foreign_postal_code_of_an_unusual_form_warns() -> None:
    checked = check_postal_code("4000", "DE")

    assert checked.value == "4000"
    assert len(checked.warnings) == 1


def test_a_postal_code_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_postal_code("12345678901", "BR")
