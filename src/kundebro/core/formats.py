"""How Danish people write numbers, days, times and telephone numbers: shown one way, accepted in many."""

import re
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.core.dates import day_named

LARGEST_AMOUNT: Final = 10**13
MINUS: Final = "\N{MINUS SIGN}"

_BLANKS: Final = str.maketrans(dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "))
_NUMBER: Final = re.compile(
    r"(?P<minus>[-\N{MINUS SIGN}]?) ?"
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)|[0-9]+)"
    r"(?:,(?P<part>[0-9]+))?"
)
_AMOUNT: Final = re.compile(
    r"(?P<before>kr\.?|[A-Z]{3})?\s*(?P<number>[^A-Z]+?)(?:,\s?[-\N{EN DASH}])?\s*(?P<after>kr\.?|[A-Z]{3})?",
    re.IGNORECASE,
)
_DOT_IN_DOUBT: Final = re.compile(r"[-\N{MINUS SIGN}]? ?[0-9][0-9,]*\.[0-9]+")
_SWAPPED: Final = str.maketrans(",.-", f".,{MINUS}")


def parse_decimal(text: str, *, decimals: int | None = None) -> Decimal:
    """Read a number in Danish writing: comma before decimals; a dot only before exactly three digits, as thousands.

    Raises ValidationError for anything else, with a question where a dot may have meant a comma, and for more than
    ``decimals`` decimals. Only the digits 0–9 count: ``1e3``, ``NaN`` and foreign digits are refused.
    """
    written = " ".join(text.translate(_BLANKS).split())
    number = _NUMBER.fullmatch(written)
    if not number:
        if _DOT_IN_DOUBT.fullmatch(written):
            message = _("Does the dot in %(text)s stand for decimals? Write %(suggestion)s.")
            suggestion = written.replace(",", "").replace(".", ",")
            raise ValidationError(message, code="dot", params={"text": written, "suggestion": suggestion})
        raise ValidationError(_("Write a number like 1.234,56."), code="number")
    part = number["part"] or ""
    if decimals is not None and len(part) > decimals:
        message = (
            ngettext("Write at most %(count)d decimal.", "Write at most %(count)d decimals.", decimals)
            if decimals
            else _("Write a whole number.")
        )
        raise ValidationError(message, code="decimals", params={"count": decimals})
    whole = number["whole"].replace(".", "").replace(" ", "")
    value = Decimal(f"{whole}.{part or 0}")
    return -value if number["minus"] and value else value


def parse_amount(text: str, *, currency: str = "DKK", decimals: int = 2) -> Decimal:
    """Read an amount of money in Danish writing, also ``1.234,-``, ``kr. 1.234,50`` and ``12 EUR``; at most 10¹³.

    Raises ValidationError, also when another currency is named.
    """
    written = _AMOUNT.fullmatch(text.strip())
    if not written:
        raise ValidationError(_("Write an amount like 1.234,56."), code="number")
    named = {"DKK" if name[:2].lower() == "kr" else name.upper() for name in written.group("before", "after") if name}
    if named - {currency}:
        raise ValidationError(_("Write the amount in %(currency)s."), code="currency", params={"currency": currency})
    amount = parse_decimal(written["number"], decimals=decimals)
    if abs(amount) > LARGEST_AMOUNT:
        raise ValidationError(_("The amount is too large – write at most 10.000.000.000.000."), code="too_large")
    return amount


def parse_percent(text: str) -> Decimal:
    """Read a percentage with at most two decimals, with or without its sign."""
    return parse_decimal(text.strip().removesuffix("%"), decimals=2)


def show_decimal(value: Decimal, *, decimals: int | None = None) -> str:
    """Show a number in Danish writing: ``1.234,5``; with ``decimals`` exactly so many, half away from zero."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = f"{value:,f}"
    if decimals is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return (shown.lstrip("-") if not value else shown).translate(_SWAPPED)


def show_percent(value: Decimal) -> str:
    """Show a percentage: ``12,5 %``."""
    return f"{show_decimal(value)} %"


_MILLION: Final = 1_000_000
_FIGURES_KEPT: Final = 2


def show_count(count: int, *, is_exact: bool = True) -> str:
    """Show a number of things: ``1.234``; one that was estimated as ``ca. 12.000`` or ``ca. 1,2 mio.``."""
    if is_exact:
        return show_decimal(Decimal(count))
    rounded = round(count, _FIGURES_KEPT - len(str(abs(count)))) if count else 0
    if rounded >= _MILLION:
        return _("approx. %(count)s million") % {"count": show_decimal(Decimal(rounded).scaleb(-6))}
    return _("approx. %(count)s") % {"count": show_decimal(Decimal(rounded))}


def parse_date(text: str, *, today: date) -> date:
    """Read a day: ``22-11-2026``, ``22.11.26``, ``22/11``, ``221126``, ``i morgen``, ``fredag``, ``+14``, ``uge 34``.

    Raises ValidationError. What a short form means: ``core.dates.day_named``.
    """
    day = day_named(text, today=today)
    if day is None:
        message = _("Write the date as day-month-year, for example %(example)s.")
        raise ValidationError(message, code="date", params={"example": show_date(today)})
    return day


def show_date(day: date) -> str:
    """Show a day: ``22-11-2026``."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def show_week(day: date) -> str:
    """Show the ISO week of a day: ``uge 48``."""
    return _("week %(week)d") % {"week": day.isocalendar().week}


_DAYS_IN_WORDS: Final = 14


def show_day_from(day: date, *, today: date) -> str:
    """Show a day near today in words (``i går``, ``for 3 dage siden``, ``om 3 dage``), others as a date."""
    ahead = (day - today).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if ahead in near:
        return near[ahead]
    if abs(ahead) > _DAYS_IN_WORDS:
        return show_date(day)
    if ahead < 0:
        return _("%(days)d days ago") % {"days": -ahead}
    return _("in %(days)d days") % {"days": ahead}


_TIME: Final = re.compile(r"(?:kl\.? ?)?(?P<hour>[0-9]{1,2})(?:[.:]?(?P<minute>[0-9]{2}))?", re.IGNORECASE)


def parse_time(text: str) -> time:
    """Read a time of day: ``1430``, ``14.30``, ``14:30``, ``kl. 14``. Raises ValidationError."""
    found = _TIME.fullmatch(text.strip())
    try:
        if found:
            return time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        found = None
    raise ValidationError(_("Write the time like 14.30."), code="time")


def show_time(moment: time) -> str:
    """Show a time of day: ``kl. 14.30``."""
    return _("at %(time)s") % {"time": f"{moment:%H.%M}"}


_EIGHT_DIGITS: Final = re.compile("[0-9]{8}")


def show_cvr(number: str) -> str:
    """Show a CVR or SE number: ``12 34 56 78``; others as they are."""
    return _in_pairs(number) if _EIGHT_DIGITS.fullmatch(number) else number


def show_phone(number: str) -> str:
    """Show a stored telephone number: ``+45 12 34 56 78``, foreign ones as their country groups them."""
    if not number.startswith("+"):
        return number
    danish = number.removeprefix("+45")
    if danish != number and _EIGHT_DIGITS.fullmatch(danish):
        return f"+45 {_in_pairs(danish)}"
    import phonenumbers  # noqa: PLC0415  rare: only foreign numbers need it

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _in_pairs(digits: str) -> str:
    return " ".join(digits[start : start + 2] for start in range(0, len(digits), 2))
