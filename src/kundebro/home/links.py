"""Where the numbers of the start page lead: lists with exactly the rows that were counted."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from kundebro.activities.queries import Span
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.queries.filters import STALE

NEXT_STEP: Final = "next_step"
"""The trait of prospects that have a next step, or need none."""


def todo_url(span: Span, who: int | str = "") -> str:
    """A part of someone's To-Do list."""
    return f"{reverse('activities:todo')}?{_query(tab=span.value, who=who)}"


def radar_url(responsible: int | str = "") -> str:
    """Prospects without a next step."""
    return f"{reverse('prospects:list')}?{_query(responsible=responsible, lacks=NEXT_STEP)}"


def stale_url(responsible: int | str = "") -> str:
    """Sales projects that have stood too long in their stage."""
    return f"{reverse('pipeline:list')}?{_query(responsible=responsible, age=STALE)}"


def open_url(responsible: int | str = "", stage: int | str = "") -> str:
    """Open sales projects."""
    return f"{reverse('pipeline:list')}?{_query(responsible=responsible, stage=stage)}"


def won_url(day: date, responsible: int | str = "") -> str:
    """Sales projects won in the day's month."""
    query = _query(state="closed", outcome=Outcome.WON.value, closed=f"{day:%Y-%m}", responsible=responsible)
    return f"{reverse('pipeline:list')}?{query}"


def week_url(day: date) -> str:
    """One's own calendar of the day's week."""
    return f"{reverse('activities:calendar')}?{_query(sheet='week', day=day.isoformat())}"


def _query(**parameters: int | str) -> str:
    return urlencode({name: value for name, value in parameters.items() if value != ""})
