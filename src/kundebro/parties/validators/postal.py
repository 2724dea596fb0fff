"""Postal codes: the Danish form is a rule, those of other countries a hint."""

import re
from collections.abc import Container
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundebro.parties.validators.checked import DENMARK, Checked
from kundebro.parties.validators.text import one_line

MAX_LENGTH: Final = 10

_DANISH: Final = re.compile(r"(?:DK[\s\-]*)?([0-9]{3,4})", re.IGNORECASE)
_FORMS: Final = {
    **dict.fromkeys(("AT", "BE", "BG", "CH", "CY", "GL", "HU", "LI", "LU", "NO", "SI"), re.compile(r"[0-9]{4}")),
    **dict.fromkeys(("DE", "EE", "ES", "FI", "FR", "HR", "IT"), re.compile(r"[0-9]{5}")),
    **dict.fromkeys(("CZ", "GR", "SE", "SK"), re.compile(r"[0-9]{3} ?[0-9]{2}")),
    **dict.fromkeys(("FO", "IS"), re.compile(r"[0-9]{3}")),
    "GB": re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"),
    "LT": re.compile(r"(?:LT-)?[0-9]{5}"),
    "LV": re.compile(r"(?:LV-)?[0-9]{4}"),
    "NL": re.compile(r"[0-9]{4} ?[A-Z]{2}"),
    "PL": re.compile(r"[0-9]{2}-[0-9]{3}"),
    "PT": re.compile(r"[0-9]{4}-[0-9]{3}"),
    "US": re.compile(r"[0-9]{5}(?:-[0-9]{4})?"),
}


def check_postal_code(text: str, country: str = DENMARK, /, *, known: Container[str] | None = None) -> Checked:
    """Check a postal code; with the ``known`` Danish ones, one that is not among them warns.

    A Danish code of three digits has lost its leading zero in a spreadsheet; it is put back, and warns.
    """
    code = one_line(text, max_length=MAX_LENGTH).value.upper()
    if not code:
        return Checked("")
    if country != DENMARK:
        form = _FORMS.get(country)
        return Checked(code) if form is None or form.fullmatch(code) else Checked(code, (_unusual(code),))
    found = _DANISH.fullmatch(code)
    if not found:
        raise ValidationError(_("A Danish postal code has four digits."), code="form")
    digits = found[1].zfill(4)
    if digits != found[1]:
        return Checked(
            digits, (_("The postal code %(code)s is read as %(digits)s.") % {"code": code, "digits": digits},)
        )
    return Checked(digits) if known is None or digits in known else Checked(digits, (_unusual(digits),))


def _unusual(code: str) -> str:
    return _("No postal code %(code)s is known in the country – look at it once more.") % {"code": code}
