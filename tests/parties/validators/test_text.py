import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kundebro.parties.validators import many_lines, one_line


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Ærø  ", "Ærø"),
        ("A\N{COMBINING RING ABOVE}rhus", "Århus"),
        ("Lund\r\n& Søn\t", "Lund & Søn"),
        ("Lund\N{LINE SEPARATOR}Søn", "Lund Søn"),
        ("a\x00b\x07c", "abc"),
        ("gpj\N{RIGHT-TO-LEFT OVERRIDE}.exe", "gpj.exe"),
        ("Ol\N{SOFT HYPHEN}sen\N{ZERO WIDTH SPACE}", "Olsen"),
        ("Łukasz 😀", "Łukasz 😀"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_line_keeps_what_can_be_seen(text: str, kept: str) -> None:
    assert one_line(text, max_length=100) == (kept, ())


def test_many_lines_keep_their_breaks() -> None:
    assert many_lines(" a\r\nb\rc\n\nd\x00 ", max_length=100).value == "a\nb\nc\n\nd"


@pytest.mark.parametrize("check", [one_line, many_lines])
def test_a_text_that_does_not_fit_is_refused_not_cut(check: object) -> None:
    assert callable(check)
    assert check("x" * 100 + " ", max_length=100).value == "x" * 100
    with pytest.raises(ValidationError) as refused:
        check("x" * 101, max_length=100)

    assert refused.value.code == "max_length"


@given(st.text())
def test_a_kept_text_is_not_changed_again(text: str) -> None:
    line = one_line(text, max_length=10**6).value
    lines = many_lines(text, max_length=10**6).value

    assert one_line(line, max_length=10**6).value == line
    assert many_lines(lines, max_length=10**6).value == lines
    assert "\x00" not in line + lines
    assert "\n" not in line
