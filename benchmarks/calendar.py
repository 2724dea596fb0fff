"""The calendar page and the calendar feed among many activities, against the floor in the same process."""

import sys
from datetime import date, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from benchmarks import setup
from benchmarks.pages import getter
from kundebro.activities.models import Activity, ActivityType, CalendarFeed
from kundebro.activities.operations import renew_feed
from kundebro.activities.views import feed as feeding
from kundebro.core.rows import insert_rows
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role
from kundebro.users.models import User

PORTION = 20_000
YEARS = 4
SELLERS = 180
"""Beside the twenty of every benchmark: 5 million activities in four years are some fifteen a day for each."""

FEED = 2000
ROW = "{:<28} {:>9} {:>9} {:>9}"


def main() -> None:
    """Print one line for each sheet, and one for a feed of 2,000 entries: p50 and p95, and × floor."""
    prospects, activities = int(sys.argv[1]), int(sys.argv[2])
    by = setup.prepare()
    setup.fill(prospects, by=by)
    for number in range(SELLERS):
        User.objects.create(name=f"Kollega {number}", email=f"c{number}@bench.example", role=Role.SELLER)
    fill(activities, by=by)
    feeder = someone_with(FEED, by=by)
    url = reverse("activities:calendar")
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(by, backend=settings.AUTHENTICATION_BACKENDS[0])
        seller = User.objects.exclude(pk__in=[by.pk, feeder.pk]).order_by("pk")[0]
        floor = setup.p50(setup.timed(getter(client, "/floor/")))
        pages = {sheet: getter(client, f"{url}?sheet={sheet}&who={seller.pk}") for sheet in ("day", "week", "month")}
        pages["month, everyone"] = getter(client, f"{url}?sheet=month&who=all")
        feeding.MOST_A_MINUTE = 10**6  # type: ignore[misc]
        token = renew_feed(by=feeder, now=timezone.now())
        pages[f"feed, {FEED:,} entries"] = getter(Client(), reverse("activities:feed", args=[token]))
        print(f"\n{setup.database()}, {prospects:,} prospects, {activities:,} activities; milliseconds")
        print(ROW.format("page", "p50", "p95", "× floor"))
        for name, call in pages.items():
            taken = setup.timed(call, times=20, warm=3)
            middle = setup.p50(taken)
            print(ROW.format(name, f"{middle:.1f}", f"{setup.p95(taken):.1f}", f"{middle / floor:.2f}"))
    CalendarFeed.objects.all().delete()


def fill(count: int, *, by: User) -> None:
    """So many activities of all sellers, half of them done, over four years.

    Written without history: that is not what is measured here, and it would take hours.
    """
    random, today, now = Random(1), timezone.localdate(), timezone.now()
    sellers = list(User.objects.exclude(pk=by.pk).values_list("pk", flat=True))
    prospects = list(Prospect.objects.order_by("pk").values_list("pk", flat=True)[:100_000])
    types = list(ActivityType.objects.values_list("pk", flat=True))
    always = {"created_at": now, "changed_at": now, "version": 1, "result": "", "direction": "", "repeats": ""}
    for portion in setup.portions(count, PORTION):
        rows: list[dict[str, Any]] = []
        for _number in portion:
            made = activity(random, today, random.choice(sellers), random.choice(prospects), random.choice(types))
            rows.append({**made, **always, "due_on": None if made["done_at"] else made["date"]})
        with transaction.atomic():
            insert_rows(Activity, list(rows[0]), [list(row.values()) for row in rows])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def someone_with(count: int, *, by: User) -> User:
    """Another seller, who has so much to do within the year to come."""
    seller = User.objects.create(name="Fuld Kalender", email="full@bench.example", role=Role.SELLER)
    random, today = Random(2), timezone.localdate()
    prospects = list(Prospect.objects.order_by("pk").values_list("pk", flat=True)[:count])
    kind = ActivityType.objects.order_by("pk")[0].pk
    rows = [
        {**activity(random, today, seller.pk, random.choice(prospects), kind), "date": day, "done_at": None}
        for number in range(count)
        if (day := today + timedelta(days=number % 300))
    ]
    with recording("bench.fill", by=by):
        insert_many(Activity, rows)
    return seller


def activity(random: Random, today: date, seller: int, prospect: int, kind: int) -> dict[str, Any]:
    """One activity by column: what lies behind is done, what lies ahead is open."""
    day = today + timedelta(days=random.randint(-365 * YEARS // 2, 365 * YEARS // 2))
    hour = random.choice((None, 8, 9, 10, 13, 14))
    return {
        "uid": UUID(int=random.getrandbits(128), version=4),
        "prospect_id": prospect,
        "responsible_id": seller,
        "activity_type_id": kind,
        "subject": f"Aftale {random.randint(1, 10**6)}",
        "date": day,
        "time": None if hour is None else time(hour, 30),
        "done_at": timezone.now() if day < today else None,
    }


if __name__ == "__main__":
    main()
