"""CVR, SE, P, EAN/GLN and VAT numbers.

The check digit of CVR is modulus 11 with weights 2 7 6 5 4 3 2 1 (Erhvervsstyrelsen); whether future numbers keep it
is not settled, so it warns and never blocks. A GLN is refused by the e-invoice network when its check digit is wrong.
"""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import ean
from stdnum.dk import cvr
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from kundebro.parties.validators.checked import DENMARK, Checked
from kundebro.parties.validators.text import one_line

_SEPARATORS: Final = str.maketrans(dict.fromkeys(" .-/:\t\r\n\N{NO-BREAK SPACE}"))
_CVR: Final = re.compile(r"(?:CVR(?:NR|NUMMER)?)?(?:DK)?([0-9]{8})", re.IGNORECASE)
_SE: Final = re.compile(r"(?:SE(?:NR|NUMMER)?)?(?:DK)?([0-9]{8})", re.IGNORECASE)
_P_NO: Final = re.compile(r"(?:P(?:NR|NUMMER)?)?([0-9]{10})", re.IGNORECASE)
_GLN: Final = re.compile(r"(?:EAN|GLN)?(?:NR|NUMMER)?([0-9]{13})", re.IGNORECASE)
_VAT: Final = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,12}")
_VAT_COUNTRY: Final = {"GR": "EL"}

FOREIGN_NUMBER_LENGTH: Final = 20
EIGHT_DIGITS_IN_CVR: Final = gettext_lazy("A CVR number has eight digits.")
EIGHT_DIGITS_IN_SE: Final = gettext_lazy("An SE number has eight digits.")


def check_cvr(text: str, country: str = DENMARK, /) -> Checked:
    """Check a company number: eight digits in Denmark, where a wrong check digit only warns; free text elsewhere."""
    if country != DENMARK:
        return one_line(text, max_length=FOREIGN_NUMBER_LENGTH)
    return _eight_digits(text, _CVR, EIGHT_DIGITS_IN_CVR)


def check_se(text: str, _country: str = DENMARK, /) -> Checked:
    """Check a Danish tax registration number, built as a CVR number."""
    return _eight_digits(text, _SE, EIGHT_DIGITS_IN_SE)


def _eight_digits(text: str, pattern: re.Pattern[str], error: Promise) -> Checked:
    compact = text.translate(_SEPARATORS)
    if not compact:
        return Checked("")
    found = pattern.fullmatch(compact)
    if not found:
        raise ValidationError(str(error), code="form")
    digits = found[1]
    if digits[0] == "0" or cvr.checksum(digits):
        return Checked(digits, (_("The check digit is wrong – look at the number once more."),))
    return Checked(digits)


def check_p_no(text: str, _country: str = DENMARK, /) -> Checked:
    """Check a production unit number: ten digits. Its check digit is not looked at, real numbers break the rule."""
    compact = text.translate(_SEPARATORS)
    if not compact:
        return Checked("")
    found = _P_NO.fullmatch(compact)
    if not found:
        raise ValidationError(_("A P-number has ten digits."), code="form")
    return Checked(found[1])


def check_gln(text: str, _country: str = DENMARK, /) -> Checked:
    """Check an EAN/GLN number; a wrong check digit is an error, for the e-invoice would be refused."""
    compact = text.translate(_SEPARATORS)
    if not compact:
        return Checked("")
    found = _GLN.fullmatch(compact)
    if not found:
        raise ValidationError(_("An EAN number has thirteen digits."), code="form")
    digits = found[1]
    if digits.startswith("0000") or ean.calc_check_digit(digits[:-1]) != digits[-1]:
        raise ValidationError(_("The check digit of the EAN number is wrong – look at it once more."), code="checksum")
    return Checked(digits)


def check_vat_no(text: str, country: str = DENMARK, /) -> Checked:
    """Check a VAT number: country prefix and national form; the prefix is added, a wrong check digit only warns."""
    compact = text.translate(_SEPARATORS).upper()
    if not compact:
        return Checked("")
    if compact[0].isdigit():
        compact = _VAT_COUNTRY.get(country, country) + compact
    if not _VAT.fullmatch(compact):
        raise ValidationError(_("A VAT number is a country code and up to twelve digits or letters."), code="form")
    try:
        return Checked(vat.validate(compact))
    except InvalidChecksum:
        return Checked(compact, (_("The check digit is wrong – look at the number once more."),))
    except (InvalidLength, InvalidFormat):
        raise ValidationError(
            _("The number does not have the form of a VAT number of its country."), code="form"
        ) from None
    except InvalidComponent:
        return Checked(compact)
