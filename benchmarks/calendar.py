"""The calendar's sheets, and a feed of 2,000 entries."""

from datetime import time, timedelta
from random import Random
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks import setup
from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations import renew_feed
from kundebro.activities.views import feed as feeding
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role
from kundebro.users.models import User

FEED = 2000
FEEDER = "full@bench.example"


def prepare(by: User) -> None:
    """Another seller, who has 2,000 things to do within the year to come."""
    seller = User.objects.create(name="Fuld Kalender", email=FEEDER, role=Role.SELLER)
    random, today = Random(2), timezone.localdate()
    kind = ActivityType.objects.order_by("pk")[0].pk
    rows = [
        {
            "uid": UUID(int=random.getrandbits(128), version=4),
            "prospect_id": prospect,
            "responsible_id": seller.pk,
            "activity_type_id": kind,
            "subject": f"Aftale {random.randint(1, 10**6)}",
            "date": today + timedelta(days=number % 300),
            "time": random.choice((None, time(8, 30), time(9, 30), time(13, 30))),
            "done_at": None,
        }
        for number, prospect in enumerate(Prospect.objects.order_by("pk").values_list("pk", flat=True)[:FEED])
    ]
    with recording("bench.fill", by=by):
        insert_many(Activity, rows)


def pages(by: User) -> setup.Pages:
    """A seller's day, week and month; everyone's month; the feed, which needs no sign-in."""
    client, url, seller = setup.signed_in(by), reverse("activities:calendar"), setup.a_seller()
    feeding.MOST_A_MINUTE = 10**6  # type: ignore[misc]
    token = renew_feed(by=User.objects.get(email=FEEDER), now=timezone.now())
    return {
        **{
            f"calendar, {sheet}": setup.getter(client, f"{url}?sheet={sheet}&who={seller.pk}")
            for sheet in ("day", "week", "month")
        },
        "calendar, everyone's month": setup.getter(client, f"{url}?sheet=month&who=all"),
        f"feed, {FEED:,} entries": setup.getter(Client(), reverse("activities:feed", args=[token])),
    }
