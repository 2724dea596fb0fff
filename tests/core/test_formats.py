from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kundebro.core.formats import (
    parse_amount,
    parse_date,
    parse_decimal,
    parse_percent,
    parse_time,
    show_count,
    show_cvr,
    show_date,
    show_day_from,
    show_decimal,
    show_percent,
    show_phone,
    show_time,
    show_week,
)

TODAY = date(2026, 11, 22)


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> str | None:
    return error.value.code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1 234 567,8", "1234567.8"),
        ("1\N{NO-BREAK SPACE}234", "1234"),
        ("0,5", "0.5"),
        ("007", "7"),
        ("-1.234,5", "-1234.5"),
        ("\N{MINUS SIGN}3", "-3"),
        (" 12 ", "12"),
    ],
)
def test_a_number_is_read_as_danes_write_it(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("12.50", "12,50"), ("1.5", "1,5"), ("1.2345", "1,2345"), ("0.123", "0,123"), ("1,234.56", "1234,56")],
)
def test_a_dot_that_may_mean_a_comma_is_asked_about(text: str, suggestion: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_decimal(text)

    assert code_of(refused) == "dot"
    assert suggestion in refused.value.messages[0]


@pytest.mark.parametrize(
    "text", ["", "-", "1e3", "NaN", "inf", "٣", "1_000", "1,2,3", "12.345.67", "--1", "1 2", "=1+1"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_decimal(text)


@pytest.mark.parametrize(("text", "decimals"), [("1,25", 1), ("1,0", 0), ("1,234", 2)])
def test_too_many_decimals_are_refused(text: str, decimals: int) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_decimal(text, decimals=decimals)

    assert code_of(refused) == "decimals"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_a_shown_number_reads_back(value: Decimal) -> None:
    assert parse_decimal(show_decimal(value)) == value
    assert parse_decimal(show_decimal(value, decimals=3)) == value


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("1234.5", None, "1.234,5"),
        ("1234.50", 2, "1.234,50"),
        ("12.500", None, "12,5"),
        ("1E+5", None, "100.000"),
        ("0.125", 2, "0,13"),
        ("-0.125", 2, "\N{MINUS SIGN}0,13"),
        ("-0.001", 2, "0,00"),
        ("100", 0, "100"),
    ],
)
def test_numbers_are_shown_as_danes_write_them(value: str, decimals: int | None, shown: str) -> None:
    assert show_decimal(Decimal(value), decimals=decimals) == shown


@pytest.mark.parametrize("text", ["1.234,50 kr.", "kr. 1.234,50", "1234,50 DKK", "1.234,50kr", "DKK 1 234,5"])
def test_an_amount_may_name_its_currency(text: str) -> None:
    assert parse_amount(text) == Decimal("1234.50")


@pytest.mark.parametrize("text", ["1.234,-", "1.234,\N{EN DASH}", "1.234,- kr."])
def test_a_dash_stands_where_the_decimals_are_none(text: str) -> None:
    assert parse_amount(text) == 1234


def test_another_currency_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        parse_amount("12 EUR")

    assert code_of(refused) == "currency"
    assert parse_amount("12 EUR", currency="EUR") == 12


@pytest.mark.parametrize(
    ("text", "value"), [("12,5 %", "12.5"), ("12,5%", "12.5"), ("100", "100"), ("-0,35", "-0.35")]
)
def test_a_percentage_is_read_with_or_without_its_sign(text: str, value: str) -> None:
    assert parse_percent(text) == Decimal(value)


def test_a_percentage_is_shown_with_a_blank() -> None:
    assert show_percent(Decimal("12.50")) == "12,5 %"


def test_exact_counts_have_thousands() -> None:
    assert [show_count(count) for count in (0, 999, 1234, 1_234_567)] == ["0", "999", "1.234", "1.234.567"]


@pytest.mark.parametrize(
    ("count", "figure"),
    [(0, "0"), (7, "7"), (12_345, "12.000"), (999_999, "1 "), (1_000_000, "1 "), (1_234_567, "1,2 ")],
)
def test_estimated_counts_keep_two_figures(count: int, figure: str) -> None:
    assert figure in show_count(count, is_exact=False) + " "


def test_a_date_is_read_and_shown() -> None:
    assert parse_date("22.11.26", today=TODAY) == TODAY
    assert show_date(TODAY) == "22-11-2026"


def test_a_wrong_date_says_how_to_write_it() -> None:
    with pytest.raises(ValidationError) as refused:
        parse_date("31/2", today=TODAY)

    assert code_of(refused) == "date"
    assert "22-11-2026" in refused.value.messages[0]


def test_weeks_are_iso_weeks() -> None:
    assert "48" in show_week(date(2026, 11, 23))
    assert "53" in show_week(date(2027, 1, 1))


def test_days_near_today_are_shown_in_words_and_others_as_dates() -> None:
    shown = [show_day_from(day, today=TODAY) for day in (date(2026, 11, 19), date(2026, 11, 25), date(2026, 10, 1))]

    assert "3" in shown[0]
    assert "3" in shown[1]
    assert shown[0] != shown[1]
    assert shown[2] == "01-10-2026"


@pytest.mark.parametrize("text", ["1430", "14.30", "14:30", "kl. 14.30", "kl 14:30"])
def test_a_time_is_read_as_danes_write_it(text: str) -> None:
    assert parse_time(text) == time(14, 30)


def test_an_hour_alone_is_a_time() -> None:
    assert parse_time("9") == time(9)
    assert parse_time("930") == time(9, 30)


@pytest.mark.parametrize("text", ["", "25", "14.60", "14.3", "middag", "123456"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_time(text)


def test_a_time_is_shown_with_a_dot() -> None:
    assert "14.30" in show_time(time(14, 30))


def test_a_cvr_number_is_shown_in_pairs() -> None:
    assert show_cvr("24256790") == "24 25 67 90"
    assert show_cvr("HRB 1234") == "HRB 1234"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+4520123456", "+45 20 12 34 56"),
        ("+4790112233", "+47 90 11 22 33"),
        ("+45123", "+45 123"),
        ("lok. 5", "lok. 5"),
        ("+", "+"),
        ("", ""),
    ],
)
def test_telephone_numbers_are_shown_in_groups(stored: str, shown: str) -> None:
    assert show_phone(stored) == shown
