from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from kundebro.company.choices import IndustryLevel, IndustryScheme
from kundebro.company.models import Industry
from kundebro.company.queries.industries import (
    NATIONAL_DIGITS,
    NotAnIndustryCode,
    UnknownIndustry,
    find_industry,
    home_of,
    read_industry_code,
)

NATIONAL_SCHEME = {IndustryScheme.NACE21: IndustryScheme.DB25, IndustryScheme.NACE2: IndustryScheme.DB07}
NACE_SCHEME = {national: nace for nace, national in NATIONAL_SCHEME.items()}


@dataclass
class TitlesImported:
    """What became of an official list."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)


def resolve_industry(text: str) -> Industry:
    """The industry a code means; a six-digit code nobody has used yet is added under its class, with its title.

    `476500`, unknown to NACE Rev. 2.1, becomes DB07 under class 47.65 of Rev. 2. Raises NotAnIndustryCode, and
    UnknownIndustry where not even the division exists.
    """
    if found := find_industry(text):
        return found
    code = read_industry_code(text)
    if len(code) != NATIONAL_DIGITS:
        raise UnknownIndustry(code)
    return _national_row(code, home_of(code))


def import_titles(rows: Iterable[tuple[str, str]], *, scheme: IndustryScheme) -> TitlesImported:
    """Take over the Danish titles of an official list (code, title), with its six-digit codes: all of it or nothing."""
    told = TitlesImported()
    with transaction.atomic():
        for written, title in rows:
            try:
                _import_title(read_industry_code(written), title.strip(), scheme, told)
            except (NotAnIndustryCode, UnknownIndustry):
                told.refused.append(written)
    return told


def _import_title(code: str, title: str, scheme: IndustryScheme, told: TitlesImported) -> None:
    is_national = len(code) == NATIONAL_DIGITS
    row = Industry.objects.filter(code=code, scheme=scheme if is_national else NACE_SCHEME[scheme]).first()
    if row is None and not is_national:
        raise UnknownIndustry(code)
    if row is None:
        row = _national_row(code, home_of(code, within=[NACE_SCHEME[scheme]]), title=title)
        told.created += 1
    elif title in {"", row.title}:
        told.unchanged += 1
    else:
        row.title = title
        row.save(update_fields=["title"])
        told.changed += 1


def _national_row(code: str, home: Industry, *, title: str = "") -> Industry:
    row, _created = Industry.objects.get_or_create(
        scheme=NATIONAL_SCHEME[IndustryScheme(home.scheme)],
        code=code,
        defaults={
            "level": IndustryLevel.NATIONAL,
            "parent": home,
            "title": title or home.title,
            "title_en": home.title_en,
            "valid_from": home.valid_from,
            "valid_to": home.valid_to,
        },
    )
    return row
