"""Questions over the company's set-up."""

from kundebro.company.queries.code_tables import is_used, next_position, use_counts
from kundebro.company.queries.industries import (
    NotAnIndustryCode,
    UnknownIndustry,
    find_industry,
    home_of,
    industries_matching,
    industry_choices,
    read_industry_code,
)
from kundebro.company.queries.numbers import SeriesUsedUp, TakenAmong, propose_number
from kundebro.company.queries.towns import Coordinates, Town, coordinates_of, town_of, towns

__all__ = [
    "Coordinates",
    "NotAnIndustryCode",
    "SeriesUsedUp",
    "TakenAmong",
    "Town",
    "UnknownIndustry",
    "coordinates_of",
    "find_industry",
    "home_of",
    "industries_matching",
    "industry_choices",
    "is_used",
    "next_position",
    "propose_number",
    "read_industry_code",
    "town_of",
    "towns",
    "use_counts",
]
