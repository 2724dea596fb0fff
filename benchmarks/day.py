"""The seller's day: one database of prospects, activities and sales projects, and the pages that are asked of it.

Activities and sales projects are written by the portion, without history: that is not what is measured here, and it would take
hours. What is there already is kept, so that a folder given in KUNDEBRO_DATA can be measured again.
"""

import sys
from datetime import time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from benchmarks import calendar, home, sales, setup, timeline, todo
from kundebro.activities.models import Activity, ActivityType
from kundebro.core.rows import insert_rows
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import take_snapshot
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import Team, User

PORTION = 20_000
COLLEAGUES = 180
"""Beside the twenty of every benchmark: 5 million activities in four years are some seventeen a day for each."""

DAYS = 1399
"""A prime, so that nobody has all that is done on the same few days."""

OPEN_OF = 20
"""One activity of twenty is still open: 5 million make some 1,200 for each of two hundred sellers."""

COLUMNS = (
    *("uid", "prospect_id", "responsible_id", "activity_type_id", "subject", "date", "time", "due_on", "done_at"),
    *("created_at", "changed_at", "version", "result", "direction", "repeats", "note", "priority"),
)
PARTS = {"todo": todo, "timeline": timeline, "calendar": calendar, "sales": sales, "home": home}


def main() -> None:
    """Fill the database and print a table for each part, or for those named."""
    prospects, activities, projects = map(int, sys.argv[1:4])
    by = setup.prepare()
    setup.fill(prospects, by=by, are_planned=True)
    if not Activity.objects.exists():
        fill(activities, projects)
        for part in PARTS.values():
            part.prepare(by)
        analyze()
    print(f"\n{setup.database()}: {prospects:,} prospects, {activities:,} activities, {projects:,} sales projects; ms")
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["testserver"]):
        for name in sys.argv[4:] or PARTS:
            setup.table(name, PARTS[name].pages(by))


def fill(activities: int, projects: int) -> None:
    """Two hundred sellers of a team, what they have done and have to do, their projects."""
    team, _made = Team.objects.get_or_create(name="Vest")
    for number in range(COLLEAGUES):
        User.objects.create(
            name=f"Kollega {number}", email=f"c{number}@bench.example", role=Role.SELLER, scope=Scope.OWN
        )
    sellers = User.objects.filter(role=Role.SELLER).order_by("pk")
    sellers.update(team=team)
    keys = list(sellers.values_list("pk", flat=True))
    fill_activities(activities, sellers=keys)
    sales.Projects(projects).fill(projects, sellers=keys)
    assert SalesProject.objects.count() == projects
    analyze()
    take_snapshot(on=timezone.localdate(), at=timezone.now())


def fill_activities(count: int, *, sellers: list[int]) -> None:
    """So many over four years: most done, the open ones within some weeks or without a day."""
    low, high = (Prospect.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk"))
    types = list(ActivityType.objects.order_by("pk").values_list("pk", flat=True))
    today, now = timezone.localdate(), timezone.now()
    for portion in setup.portions(count, PORTION):
        rows = []
        for number in portion:
            is_open, nth = not number % OPEN_OF, number // OPEN_OF
            ahead = nth // len(sellers) % 60 - 20 if is_open else -(number % DAYS)
            day = today + timedelta(days=ahead)
            is_dated = not is_open or nth % 50 > 0
            rows.append(
                (
                    UUID(int=number),
                    low + number * 7919 % (high - low + 1),
                    sellers[(nth if is_open else number + nth) % len(sellers)],
                    types[number % len(types)],
                    f"Aftale {number}",
                    day if is_dated else None,
                    time(8 + number % 8, 30) if is_dated and number % 3 else None,
                    day if is_open and is_dated else None,
                    None if is_open else now,
                    *(now, now, 1, "", "", "", "", "normal"),
                )
            )
        with transaction.atomic():
            insert_rows(Activity, COLUMNS, rows)


def analyze() -> None:
    """Let the database look at its rows, as it does by itself in the night."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
