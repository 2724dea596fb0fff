from datetime import date

import pytest

from kundebro.company.choices import IndustryScheme
from kundebro.company.models import Industry
from kundebro.company.operations import resolve_industry
from kundebro.company.queries import (
    NotAnIndustryCode,
    find_industry,
    industries_matching,
    industry_choices,
    read_industry_code,
)
from tests.factories.company import make_industry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("56.11.10", "561110"),
        ("561110", "561110"),
        (" 62.10 ", "6210"),
        ("62", "62"),
        ("k", "K"),
        ("11100", "011100"),
        ("1.11", "0111"),
        ("1", "01"),
        ("56.1", "561"),
    ],
)
def test_a_code_is_read_as_people_write_it(written: str, code: str) -> None:
    assert read_industry_code(written) == code


@pytest.mark.parametrize("text", ["", "Restauranter", "5611101", "56,11", "56.11.10.1", "W", "-1"])
def test_other_text_is_no_code(text: str) -> None:
    with pytest.raises(NotAnIndustryCode):
        read_industry_code(text)


@pytest.mark.parametrize(
    ("written", "scheme", "code"),
    [
        ("62.10", IndustryScheme.NACE21, "6210"),
        ("43.32", IndustryScheme.NACE21, "4332"),
        ("47.65", IndustryScheme.NACE2, "4765"),
        ("K", IndustryScheme.NACE21, "K"),
    ],
)
def test_the_newest_classification_that_has_the_code_is_found(written: str, scheme: str, code: str) -> None:
    industry = find_industry(written)

    assert industry is not None
    assert (industry.scheme, industry.code) == (scheme, code)


def test_looking_makes_nothing() -> None:
    assert find_industry("561110") is None
    assert not Industry.objects.filter(code="561110").exists()


def test_words_find_titles_in_any_spelling() -> None:
    codes = [industry.code for industry in industries_matching("foedevarer FREMSTILLING")]

    assert codes == ["10"]


def test_digits_find_the_codes_that_begin_so() -> None:
    codes = [industry.code for industry in industries_matching("62.1")]

    assert codes == ["621", "6210"]


def test_what_is_no_longer_valid_is_not_offered_to_others_than_those_who_have_it() -> None:
    old = resolve_industry("476500")

    assert old not in industry_choices(on=date(2026, 11, 22))
    assert old in industry_choices(on=date(2026, 11, 22), keep=[old.pk])
    assert old in industry_choices(on=date(2024, 12, 31))


def test_a_retired_industry_is_not_offered() -> None:
    assert make_industry(code="999999", is_active=False) not in industry_choices()
