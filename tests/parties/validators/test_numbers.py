import pytest
from django.core.exceptions import ValidationError

from kundebro.parties.validators import check_cvr, check_gln, check_p_no, check_se, check_vat_no


@pytest.mark.parametrize(
    "number", ["13748136", "24256790", "19319970", "13585628", "35408002", "30715063", "41774037"]
)
def test_a_right_cvr_number_is_kept(number: str) -> None:
    assert check_cvr(number) == (number, ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("DK 24 25 67 90", "24256790"),
        ("dk24256790", "24256790"),
        ("DK 91 39 69 39", "91396939"),
        ("CVR 94068126", "94068126"),
        ("CVR-nr.: 94068126", "94068126"),
        ("9043 4195", "90434195"),
        ("24.25.67-90\n", "24256790"),
        ("24256790\N{NO-BREAK SPACE}", "24256790"),
    ],
)
def test_a_cvr_number_is_read_in_every_spelling(text: str, number: str) -> None:
    assert check_cvr(text).value == number


@pytest.mark.parametrize("number", ["24256791", "13585627", *(f"1358561{digit}" for digit in range(10)), "00000000"])
def test_a_wrong_check_digit_only_warns(number: str) -> None:
    checked = check_cvr(number)

    assert checked.value == number
    assert len(checked.warnings) == 1


@pytest.mark.parametrize(
    "text", ["1234567", "123456789", "ABCDEFGH", "DK", "24256790,0", "２４２５６７９０", "٢٤٢٥٦٧٩٠"]
)
def test_a_cvr_number_has_eight_digits(text: str) -> None:
    with pytest.raises(ValidationError):
        check_cvr(text)


def test_company_numbers_of_other_countries_are_kept_as_written() -> None:
    assert check_cvr(" HRB 12345 ", "DE") == ("HRB 12345", ())
    with pytest.raises(ValidationError):
        check_cvr("x" * 21, "DE")


def test_an_se_number_is_built_as_a_cvr_number() -> None:
    assert check_se("SE-nr. 24 25 67 90") == ("24256790", ())
    assert len(check_se("24256791").warnings) == 1
    with pytest.raises(ValidationError):
        check_se("2425679")


@pytest.mark.parametrize("text", ["1000356440", "P-nr. 1000356440", "10 00 35 64 40"])
def test_a_p_number_has_ten_digits_and_no_check_digit(text: str) -> None:
    assert check_p_no(text) == ("1000356440", ())


@pytest.mark.parametrize("text", ["100035644", "10003564400", "P"])
def test_a_p_number_of_another_length_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        check_p_no(text)


@pytest.mark.parametrize("text", ["5798009811578", "EAN 5798 0098 11578", "GLN-nr. 5798009811578"])
def test_a_right_ean_number_is_kept(text: str) -> None:
    assert check_gln(text) == ("5798009811578", ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5798009811579", "checksum"),
        ("5798000000000", "checksum"),
        ("0000000000000", "checksum"),
        ("579800981157", "form"),
        ("57980098115780", "form"),
        ("x", "form"),
    ],
)
def test_a_wrong_ean_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_gln(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("24256790", "DK", "DK24256790"),
        ("dk 24 25 67 90", "DK", "DK24256790"),
        ("136695976", "DE", "DE136695976"),
        ("DE 136 695 976", "DK", "DE136695976"),
        ("094259216", "GR", "EL094259216"),
        ("NO974760673MVA", "NO", "NO974760673MVA"),
    ],
)
def test_a_vat_number_gets_its_country_in_front(text: str, country: str, number: str) -> None:
    assert check_vat_no(text, country) == (number, ())


def test_a_vat_number_with_a_wrong_check_digit_only_warns() -> None:
    checked = check_vat_no("DK24256791")

    assert checked.value == "DK24256791"
    assert len(checked.warnings) == 1


@pytest.mark.parametrize("text", ["DK123", "DE12", "XX1", "<script>", "DK242567901234567"])
def test_a_vat_number_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        check_vat_no(text)


@pytest.mark.parametrize("check", [check_cvr, check_se, check_p_no, check_gln, check_vat_no])
def test_nothing_stays_nothing(check: object) -> None:
    assert callable(check)
    assert check(" ") == ("", ())
