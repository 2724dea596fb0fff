"""What the start page and Statistik show."""

from kundebro.home.queries.funnel import Stretch, funnel_of
from kundebro.home.queries.morning import Figures, Morning, Some, is_new, longest_forgotten, morning_of
from kundebro.home.queries.palette import found_prospects
from kundebro.home.queries.statistics import BY, Slice, Statistics, statistics_of
from kundebro.home.queries.team import Member, Team, team_of

__all__ = [
    "BY",
    "Figures",
    "Member",
    "Morning",
    "Slice",
    "Some",
    "Statistics",
    "Stretch",
    "Team",
    "found_prospects",
    "funnel_of",
    "is_new",
    "longest_forgotten",
    "morning_of",
    "statistics_of",
    "team_of",
]
