"""Plain text: what may stand in a field of one or many lines."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundebro.parties.validators.checked import Checked

_BREAKS: Final = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


def one_line(text: str, *, max_length: int) -> Checked:
    """Check a line of text: line breaks become blanks, characters nobody can see are taken out."""
    if not text.isprintable():
        text = _UNSEEN.sub("", _BREAKS.sub(" ", text).replace("\t", " "))
    return _fitting(text, max_length)


def many_lines(text: str, *, max_length: int) -> Checked:
    """Check a text of many lines: every kind of line end becomes one, characters nobody can see are taken out."""
    if not text.isprintable():
        text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return _fitting(text, max_length)


def _fitting(text: str, max_length: int) -> Checked:
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if len(text) > max_length:
        message = _("The text has %(length)d characters, and there is room for %(max_length)d.")
        params = {"length": len(text), "max_length": max_length}
        raise ValidationError(message, code="max_length", params=params)
    return Checked(text)
