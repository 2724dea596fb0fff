"""Which field a column belongs to."""

from dataclasses import dataclass

import pytest

from kundebro.imports.matching import Certainty, Match, known_headings, match_columns


@dataclass(frozen=True)
class Field:
    name: str
    headings: tuple[str, ...]


FIELDS = [
    Field("number", ("Account number", "Kontonummer", "Kontonr", "Konto")),
    Field("name", ("Name", "Navn", "Firmanavn", "Company")),
    Field("email", ("E-mail", "Mail")),
    Field("bookkeeping_email", ("Bogholderi e-mail",)),
    Field("remark_1", ("Bemærk 1", "Bemærkning")),
    Field("remark_2", ("Bemærk 2",)),
]


def matched(*headings: str) -> list[str]:
    return [match.field for match in match_columns(headings, FIELDS)]


@pytest.mark.parametrize("heading", ["Kontonummer", "KONTONR.", "konto-nr", " Account  Number", "kontonr"])
def test_case_signs_and_blanks_do_not_matter(heading: str) -> None:
    assert match_columns([heading], FIELDS) == [Match(0, heading, "number", Certainty.SAME)]


def test_a_near_miss_is_a_guess() -> None:
    assert match_columns(["Bogholderimail"], FIELDS) == [
        Match(0, "Bogholderimail", "bookkeeping_email", Certainty.SIMILAR)
    ]


def test_a_heading_nobody_knows_is_left_to_the_user() -> None:
    assert match_columns(["Skostørrelse"], FIELDS) == [Match(0, "Skostørrelse", "", Certainty.NONE)]


def test_a_field_is_given_once_and_the_same_word_goes_before_a_similar_one() -> None:
    assert matched("Bogholderi mails", "Bogholderi e-mail", "Mail", "E-mail") == ["", "bookkeeping_email", "email", ""]


def test_another_digit_is_another_field() -> None:
    assert matched("Bemærk 2", "Bemærk 3", "Bemærk 1") == ["remark_2", "", "remark_1"]


def test_the_known_headings_are_those_of_all_fields() -> None:
    assert known_headings(FIELDS[:2]) == {
        *("accountnumber", "kontonummer", "kontonr", "konto", "name", "navn", "firmanavn", "company"),
    }
