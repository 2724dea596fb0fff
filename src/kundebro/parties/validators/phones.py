"""Telephone numbers, stored in the international form E.164."""

import re
from functools import cache
from typing import Final

import phonenumbers
from django.utils.translation import gettext as _

from kundebro.parties.validators.checked import DENMARK, Checked
from kundebro.parties.validators.text import one_line

MAX_LENGTH: Final = 30

_SEPARATORS: Final = str.maketrans(dict.fromkeys(" .-()/\t\r\n\N{NO-BREAK SPACE}"))
_DANISH: Final = re.compile(r"(?:(?:\+|00)45)?([0-9]{8})")
_LOCAL_DANISH: Final = re.compile(r"[0-9]{8}")


def check_phone(text: str, country: str = DENMARK, /) -> Checked:
    """Check a telephone number of the party's country; one that cannot be dialled is kept as written, and warns."""
    compact = text.translate(_SEPARATORS)
    if (country == DENMARK or not _LOCAL_DANISH.fullmatch(compact)) and (danish := _DANISH.fullmatch(compact)):
        number = "+45" + danish[1]
        return Checked(number) if _is_issued(danish[1][:4]) else Checked(number, (_no_such_number(),))
    return _parsed(text, country)


def _parsed(text: str, country: str) -> Checked:
    written = one_line(text, max_length=MAX_LENGTH).value
    if not written.translate(_SEPARATORS):
        return Checked("")
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return Checked(written, (_no_such_number(),))
    if number.extension or not phonenumbers.is_possible_number(number):
        return Checked(written, (_no_such_number(),))
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return (
        Checked(international)
        if phonenumbers.is_valid_number(number)
        else Checked(international, (_no_such_number(),))
    )


@cache
def _is_issued(first_digits: str) -> bool:
    """Whether Danish numbers begin so: in the numbering plan the first digits decide, and there are few of them."""
    number = phonenumbers.PhoneNumber(country_code=45, national_number=int(first_digits.ljust(8, "0")))
    return phonenumbers.is_valid_number(number)


def _no_such_number() -> str:
    return _("No such telephone number can be dialled – look at it once more.")
