"""Which industry a code or a few words mean."""

import re
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from kundebro.company.choices import IndustryScheme
from kundebro.company.models import Industry
from kundebro.core.danish import fold

WRITTEN_CODE = re.compile(
    r"(?P<section>[A-Va-v])|(?P<first>\d{1,2})\.(?P<rest>\d{1,2}(?:\.\d{1,2})?)|(?P<digits>\d{1,6})"
)
NEWEST_FIRST = (IndustryScheme.DB25, IndustryScheme.NACE21, IndustryScheme.DB07, IndustryScheme.NACE2)
EUROPEAN = (IndustryScheme.NACE21, IndustryScheme.NACE2)
CLASS_DIGITS, NATIONAL_DIGITS = 4, 6


class NotAnIndustryCode(ValueError):
    """The text is no code of the industry classification."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no industry code")
        self.text = text


class UnknownIndustry(LookupError):
    """The code has the right form, but belongs to no division of NACE."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Industry code {code} belongs to no known division")
        self.code = code


def read_industry_code(text: str) -> str:
    """The code as it is stored, without dots: `56.11.10` → `561110`, `62.10` → `6210`, `k` → `K`.

    A zero that a spreadsheet took away comes back: `11100` → `011100`, `1.11` → `0111`. Raises NotAnIndustryCode.
    """
    written = WRITTEN_CODE.fullmatch(text.strip())
    if written is None:
        raise NotAnIndustryCode(text)
    if section := written["section"]:
        return section.upper()
    if first := written["first"]:
        return f"{first:0>2}{written['rest'].replace('.', '')}"
    digits = written["digits"]
    return digits.zfill(len(digits) + 1) if len(digits) in {1, NATIONAL_DIGITS - 1} else digits


def find_industry(text: str) -> Industry | None:
    """The industry with this code, the newest classification first; None when there is none yet.

    Reads only, for a dry run; `operations.resolve_industry` makes a missing six-digit code. Raises NotAnIndustryCode.
    """
    found = {industry.scheme: industry for industry in Industry.objects.filter(code=read_industry_code(text))}
    return next((found[scheme] for scheme in NEWEST_FIRST if scheme in found), None)


def home_of(code: str, *, within: Collection[IndustryScheme] = EUROPEAN) -> Industry:
    """The nearest known class, group or division above a six-digit code; NACE Rev. 2.1 before Rev. 2.

    Raises UnknownIndustry when not even the division is known.
    """
    beginnings = [code[:length] for length in range(CLASS_DIGITS, 1, -1)]
    rows = Industry.objects.filter(code__in=beginnings, scheme__in=within)
    nearest = max(rows, key=lambda row: (row.level, row.scheme == IndustryScheme.NACE21), default=None)
    if nearest is None:
        raise UnknownIndustry(code)
    return nearest


def industry_choices(*, keep: Collection[int] = (), on: date | None = None) -> QuerySet[Industry]:
    """Industries to offer: active and valid on the day, and those a record already has."""
    day = on or timezone.localdate()
    is_offered = Q(is_active=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return Industry.objects.filter(is_offered | Q(pk__in=keep)).order_by("code", "scheme")


def industries_matching(text: str, *, among: QuerySet[Industry] | None = None) -> list[Industry]:
    """The offered industries whose code begins with the digits, or whose title holds all the words in any spelling."""
    offered = industry_choices() if among is None else among
    code = text.strip().replace(".", "")
    if code.isdigit():
        return list(offered.filter(code__startswith=code))
    words = fold(text).split()
    return [row for row in offered if _holds(words, f"{row.title} {row.title_en}")]


def _holds(words: list[str], title: str) -> bool:
    folded = fold(title)
    return all(word in folded for word in words)
