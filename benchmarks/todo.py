"""The To-Do page: each of its tabs."""

from django.urls import reverse

from benchmarks import setup
from kundebro.users.models import User


def prepare(_by: User) -> None:
    """Nothing more than what all have."""


def pages(by: User) -> setup.Pages:
    """A seller's tabs, and the team's as who sees everyone asks for it."""
    own, everyone, url = setup.signed_in(setup.a_seller()), setup.signed_in(by), reverse("activities:todo")
    return {
        **{f"to-do, {tab}": setup.getter(own, f"{url}?tab={tab}") for tab in ("today", "week", "overdue", "undated")},
        "to-do, everyone's": setup.getter(everyone, f"{url}?tab=team"),
    }
