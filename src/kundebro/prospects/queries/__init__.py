"""Questions over prospects."""

from kundebro.prospects.queries.duplicates import Duplicate, duplicates_of
from kundebro.prospects.queries.filters import ProspectFilter
from kundebro.prospects.queries.lists import SORTS, matching_prospects, neighbours_of, prospect_page

__all__ = [
    "SORTS",
    "Duplicate",
    "ProspectFilter",
    "duplicates_of",
    "matching_prospects",
    "neighbours_of",
    "prospect_page",
]
