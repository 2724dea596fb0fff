"""The To-Do page among many activities, against the floor in the same process.

Rows are written twenty thousand at a time, without history: that is not what is measured here, and it would take hours.
"""

import sys
from datetime import time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from benchmarks import setup
from benchmarks.pages import getter
from kundebro.activities.models import Activity, ActivityType
from kundebro.core.rows import insert_rows
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User

PORTION = 20_000
SELLERS = 180
OPEN_OF = 20
"""One activity of twenty is still open: 5 million make some 1,200 for each of two hundred sellers."""

ROW = "{:<28} {:>9} {:>9} {:>9}"
COLUMNS = (
    *("uid", "prospect_id", "responsible_id", "activity_type_id", "subject", "date", "time", "due_on", "done_at"),
    *("created_at", "changed_at", "version", "result", "direction", "repeats", "note", "priority"),
)


def main() -> None:
    """Print one line for each tab: p50 and p95, and × floor."""
    prospects, activities = int(sys.argv[1]), int(sys.argv[2])
    by = setup.prepare()
    setup.fill(prospects, by=by)
    for number in range(SELLERS):
        User.objects.create(
            name=f"Kollega {number}", email=f"c{number}@bench.example", role=Role.SELLER, scope=Scope.OWN
        )
    fill(activities)
    url = reverse("activities:todo")
    seller = User.objects.filter(role=Role.SELLER).order_by("pk")[0]
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["testserver"]):
        own, manager = Client(), Client()
        own.force_login(seller, backend=settings.AUTHENTICATION_BACKENDS[0])
        manager.force_login(by, backend=settings.AUTHENTICATION_BACKENDS[0])
        floor = setup.p50(setup.timed(getter(own, "/floor/")))
        print(
            f"\n{setup.database()}, {prospects:,} prospects, {activities:,} activities, floor {floor:.1f}; milliseconds"
        )
        print(ROW.format("page", "p50", "p95", "× floor"))
        tabs = [(f"to-do, {tab}", own, tab) for tab in ("today", "week", "overdue", "undated")]
        for name, client, tab in (*tabs, ("to-do, everyone's", manager, "team")):
            taken = setup.timed(getter(client, f"{url}?tab={tab}"), times=20, warm=3)
            middle = setup.p50(taken)
            print(ROW.format(name, f"{middle:.1f}", f"{setup.p95(taken):.1f}", f"{middle / floor:.2f}"))


def fill(count: int) -> None:
    """So many activities of all sellers over four years: most done, the open ones within some weeks or without a day."""
    sellers = list(User.objects.filter(role=Role.SELLER).order_by("pk").values_list("pk", flat=True))
    low, high = (Prospect.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk"))
    types = list(ActivityType.objects.order_by("pk").values_list("pk", flat=True))
    today, now = timezone.localdate(), timezone.now()
    for portion in setup.portions(count, PORTION):
        rows = []
        for number in portion:
            is_open, nth = not number % OPEN_OF, number // OPEN_OF
            day = (
                today + timedelta(days=nth // len(sellers) % 60 - 20)
                if is_open
                else today - timedelta(days=number % 1400)
            )
            is_dated = not is_open or nth % 50 > 0
            due = day if is_open and is_dated else None
            rows.append(
                (
                    UUID(int=number),
                    low + number * 7919 % (high - low + 1),
                    sellers[nth % len(sellers)] if is_open else sellers[number % len(sellers)],
                    types[number % len(types)],
                    f"Aftale {number}",
                    day if is_dated else None,
                    time(8 + number % 8, 30) if is_dated and number % 3 else None,
                    due,
                    None if is_open else now,
                    *(now, now, 1, "", "", "", "", "normal"),
                )
            )
        with transaction.atomic():
            insert_rows(Activity, COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
