"""A database full of believable prospects, and a clock."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from threading import Thread
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kundebro.config.settings")
os.environ.setdefault("KUNDEBRO_REQUIRE_MFA", "0")

import django

django.setup()

import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.home.demo import FIRST_NAMES, FORMS, LAST_NAMES, STREETS, TRADES, cvr_number
from kundebro.prospects.models import Prospect, ProspectStatus
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User

PORTION = 5000
SELLERS = 20
ROW = "{:<34} {:>9} {:>9} {:>9} {:>9}"
Pages = dict[str, Callable[[], Any]]
Measured = tuple[float, float | None]
"""Seconds, and megabytes at most where a process of its own did the work."""


def database() -> str:
    """The name of the database, as the table shows it."""
    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"


def prepare() -> User:
    """An empty, migrated database with twenty sellers and an administrator, who is returned."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    for number in range(SELLERS):
        User.objects.get_or_create(
            email=f"s{number}@bench.example",
            defaults={"name": f"Sælger {number}", "role": Role.SELLER, "scope": Scope.OWN, "initials": f"S{number}"},
        )
    administrator, _made = User.objects.get_or_create(
        email="a@bench.example", defaults={"name": "Administrator", "role": Role.ADMINISTRATOR, "scope": Scope.ALL}
    )
    return administrator


def fill(count: int, *, by: User, are_planned: bool = False) -> None:
    """Bring the number of prospects up to `count`; the same rows every time.

    With `are_planned` all but one in a thousand have a next follow-up stored.
    """
    sellers = list(User.objects.filter(role=Role.SELLER).values_list("pk", flat=True))
    statuses = list(ProspectStatus.objects.values_list("pk", flat=True))
    present = Prospect.objects.count()
    random = Random(present)
    for start in range(present, count, PORTION):
        rows = [company(random, number, sellers, statuses) for number in range(start, min(start + PORTION, count))]
        with recording("bench.fill", by=by):
            if are_planned:
                for row in rows:
                    row["next_follow_up_on"] = None if int(row["number"]) % 1000 == 0 else date(2027, 1, 4)
            insert_many(Prospect, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def company(random: Random, number: int, sellers: list[int], statuses: list[int]) -> dict[str, Any]:
    """One prospect by column."""
    last, trade = random.choice(LAST_NAMES), random.choice(list(TRADES))
    return {
        "number": str(10_000 + number),
        "name": f"{random.choice(FIRST_NAMES)} {last} {trade} {random.choice(FORMS)}".strip(),
        "search_name": f"{last} {trade}",
        "street": random.choice(STREETS),
        "house_no": str(random.randint(1, 200)),
        "postal_code": f"{random.randint(1000, 9990):04}",
        "city": random.choice(("Aarhus C", "Ærøskøbing", "Odense", "Aalborg", "Vejle", "Kolding", "Thisted")),
        "cvr_no": cvr_number(random),
        "phone": f"+45{random.randint(20_000_000, 99_999_999)}",
        "email": f"kontakt@firma{number}.example",
        "responsible_id": random.choice(sellers),
        "status_id": random.choice(statuses) if statuses else None,
        "customer_type": random.choices(("btb", "btc", "btg"), (90, 9, 1))[0],
    }


def command(*arguments: str) -> Measured:
    """Seconds and peak megabytes, over all its processes, of a `kundebro` command that must succeed."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "kundebro", *arguments], stdout=subprocess.DEVNULL)
    peak = [0.0]
    watcher = Thread(target=watch, args=(process.pid, peak))
    watcher.start()
    assert process.wait() == 0
    watcher.join()
    return time.perf_counter() - begun, peak[0]


def watch(pid: int, peak: list[float]) -> None:
    """Keep the most memory that the process and its children had together."""
    while True:
        try:
            parent = psutil.Process(pid)
            family = [parent, *parent.children(recursive=True)]
            peak[0] = max(peak[0], sum(each.memory_info().rss for each in family) / 1e6)
            if parent.status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        time.sleep(0.05)


def timed(call: Callable[[], Any], *, times: int = 40, warm: int = 5) -> list[float]:
    """Milliseconds of each call, after a few that do not count."""
    for _round in range(warm):
        call()
    taken = []
    for _round in range(times):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def getter(client: Client, url: str) -> Callable[[], Any]:
    """Ask for the page, and insist on getting it."""

    def get() -> None:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)

    return get


def signed_in(user: User) -> Client:
    """A browser of the user."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def a_seller() -> User:
    """One of the sellers."""
    return User.objects.filter(role=Role.SELLER).order_by("pk")[1]


def table(title: str, pages: Pages) -> None:
    """Print a line for each page: p50, p95, the floor asked for in turn with it, so that noise meets both, and the ratio."""
    floor_page = getter(signed_in(a_seller()), "/floor/")
    print(ROW.format(title, "p50", "p95", "floor", "× floor"), flush=True)
    for name, call in pages.items():
        timed(floor_page, times=0)
        timed(call, times=0, warm=3)
        pairs = [(timed(floor_page, times=1, warm=0)[0], timed(call, times=1, warm=0)[0]) for _round in range(25)]
        floor, taken = p50([pair[0] for pair in pairs]), [pair[1] for pair in pairs]
        middle = p50(taken)
        figures = (f"{middle:.1f}", f"{p95(taken):.1f}", f"{floor:.1f}", f"{middle / floor:.2f}")
        print(ROW.format(name, *figures), flush=True)


def p50(taken: list[float]) -> float:
    """The median."""
    return statistics.median(taken)


def p95(taken: list[float]) -> float:
    """The value that 95 of 100 stay below."""
    return sorted(taken)[int(len(taken) * 0.95)]


def portions(count: int, size: int) -> Iterator[range]:
    """Numbers 0 … count in ranges of the size."""
    for start in range(0, count, size):
        yield range(start, min(start + size, count))
