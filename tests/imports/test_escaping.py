"""Texts that spreadsheets would take for formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundebro.imports.escaping import escaped, unescaped


@pytest.mark.parametrize(
    "text", ["=1+1", "+45 12345678", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－1", "＠x"]
)
def test_what_begins_as_a_formula_is_escaped(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ærø", "1=1", "a@b.dk", "'", "'t Hooft"])
def test_other_texts_stay(text: str) -> None:
    assert escaped(text) == unescaped(text) == text


@given(st.text(alphabet="'=+-@\t\rab＝"))
def test_what_was_escaped_comes_back_the_same(text: str) -> None:
    assert unescaped(escaped(text)) == text
