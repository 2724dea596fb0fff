"""The start page and Statistik."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from benchmarks import setup
from kundebro.home.statistics import TITLES
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User

MANAGER = "m@bench.example"


def prepare(_by: User) -> None:
    """A manager, who sees everyone."""
    User.objects.create(name="Leder", email=MANAGER, role=Role.SALES_MANAGER, scope=Scope.ALL)


def pages(_by: User) -> setup.Pages:
    """The pages of a seller and of a manager."""
    of_seller, of_manager = setup.signed_in(setup.a_seller()), setup.signed_in(User.objects.get(email=MANAGER))
    start, statistics = reverse("home:start"), reverse("home:statistics")
    this_year = f"created_from={timezone.localdate().replace(month=1, day=1)}"
    return {
        "start, a seller's": setup.getter(of_seller, start),
        "start, a manager's": setup.getter(of_manager, start),
        "the team's part": setup.getter(of_manager, reverse("home:team")),
        "the team's part, counted anew": anew(setup.getter(of_manager, reverse("home:team"))),
        **{f"Statistik by {by}": setup.getter(of_manager, f"{statistics}?by={by}") for by in TITLES},
        "Statistik by status, this year": setup.getter(of_manager, f"{statistics}?by=status&{this_year}"),
        "Statistik by status, a seller's": setup.getter(of_seller, f"{statistics}?by=status"),
    }


def anew(call: Callable[[], Any]) -> Callable[[], Any]:
    """The same with nothing kept from before."""

    def ask() -> None:
        cache.clear()
        call()

    return ask
