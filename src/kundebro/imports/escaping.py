"""Keeps a spreadsheet from taking a text for a formula (security.md 1.2.10, IMP-8)."""

from typing import Final

MARK: Final = "'"
DANGEROUS: Final = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"  # the last four are the full-width forms of = + - @


def escaped(text: str) -> str:
    """The text behind an apostrophe when it begins as formulas do; spreadsheets take it for text then."""
    return MARK + text if _is_dangerous(text) else text


def unescaped(text: str) -> str:
    """The text as it was before `escaped`, so that what was exported comes back the same."""
    return text[1:] if text[:1] == MARK and _is_dangerous(text[1:]) else text


def _is_dangerous(text: str) -> bool:
    beginning = text.lstrip(MARK)[:1]
    return bool(beginning) and beginning in DANGEROUS
