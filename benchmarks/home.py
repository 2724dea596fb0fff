"""The start page and Statistik among many prospects, activities and sales projects, against the floor in the same process."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from benchmarks import setup, todo
from benchmarks.pages import getter
from benchmarks.sales import Projects
from kundebro.home.statistics import TITLES
from kundebro.pipeline.operations import take_snapshot
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User

ROW = "{:<34} {:>9} {:>9} {:>9} {:>9}"


def main() -> None:
    """Print one line for each page: p50 and p95, the floor, the ratio."""
    prospects, activities, projects = map(int, sys.argv[1:4])
    by = setup.prepare()
    setup.fill(prospects, by=by)
    sellers = list(User.objects.filter(role=Role.SELLER).order_by("pk").values_list("pk", flat=True))
    todo.fill(activities)
    Projects(projects).fill(projects, sellers=sellers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    take_snapshot(on=timezone.localdate(), at=timezone.now())
    print(f"\n{setup.database()}, {prospects:,} prospects, {activities:,} activities, {projects:,} sales projects; ms")
    measure()


def measure() -> None:
    """The pages of a seller and of a manager."""
    seller = User.objects.filter(role=Role.SELLER).order_by("pk")[0]
    manager = User.objects.create(name="Leder", email="m@bench.example", role=Role.SALES_MANAGER, scope=Scope.ALL)
    print(ROW.format("page", "p50", "p95", "floor", "× floor"))
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["testserver"]):
        of_seller, of_manager = signed_in(seller), signed_in(manager)
        start, statistics = reverse("home:start"), reverse("home:statistics")
        this_year = f"created_from={timezone.localdate().replace(month=1, day=1)}"
        pages: dict[str, Callable[[], Any]] = {
            "start, a seller's": getter(of_seller, start),
            "start, a manager's": getter(of_manager, start),
            "the team's part": getter(of_manager, reverse("home:team")),
            "the team's part, counted anew": anew(getter(of_manager, reverse("home:team"))),
            **{f"Statistik by {by}": getter(of_manager, f"{statistics}?by={by}") for by in TITLES},
            "Statistik by status, this year": getter(of_manager, f"{statistics}?by=status&{this_year}"),
            "Statistik by status, a seller's": getter(of_seller, f"{statistics}?by=status"),
        }
        for name, call in pages.items():
            floor = setup.p50(setup.timed(getter(of_manager, "/floor/"), times=15, warm=2))
            taken = setup.timed(call, times=20, warm=2)
            p50 = setup.p50(taken)
            print(ROW.format(name, f"{p50:.1f}", f"{setup.p95(taken):.1f}", f"{floor:.1f}", f"{p50 / floor:.2f}"))


def anew(call: Callable[[], Any]) -> Callable[[], Any]:
    """The same with nothing kept from before."""

    def ask() -> None:
        cache.clear()
        call()

    return ask


def signed_in(user: User) -> Client:
    """A browser of the user."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


if __name__ == "__main__":
    main()
