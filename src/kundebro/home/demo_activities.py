"""What the people of the demo company have done with their prospects, and what they have to do: a To-Do list that lives."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from kundebro.activities.models import Activity, ActivityType
from kundebro.contacts.models import Contact
from kundebro.core.dates import next_working_day
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.figures import refresh_figures
from kundebro.users.models import User

COMPANIES: Final = 300
SUBJECTS: Final = {
    "OPKALD": ("Hør om tilbuddet", "Aftal besøg", "Spørg til behovet i foråret", "Ring efter messen"),
    "MØDE": ("Gennemgang af tilbud", "Besøg på fabrikken", "Årsmøde om serviceaftalen", "Kaffe og status"),
    "MAIL": ("Send prisliste", "Send datablad", "Svar på spørgsmål om levering"),
    "OPGAVE": ("Find referencer i branchen", "Regn på rabat", "Undersøg leveringstid"),
}
RESULTS: Final = ("Vil gerne høre mere", "Ring igen", "Fik aftale", "Ikke lige nu", "Kontakten er på ferie")
HOURS: Final = (None, None, time(9), time(9, 30), time(10), time(11), time(13), time(14, 30))
AHEAD: Final = (0, -2, 1, 7, None, 0, 3, -6, 0, 2, 14, 4, 9, 21, -1)
"""How many days from today a seller's open activities lie, one after the other; None is without a day."""


def make_activities(random: Random, *, by: User, today: date) -> None:
    """Two or three done activities for each of some prospects, and one to come for most; all figures follow."""
    types = {code: ActivityType.objects.get(code=code).pk for code in SUBJECTS}
    companies = list(Prospect.objects.active().exclude(responsible=None).order_by("pk")[:COMPANIES])
    known = Contact.objects.filter(prospect__in=companies).order_by("-pk")
    people = {prospect: key for key, prospect in known.values_list("pk", "prospect_id")}
    rows: list[dict[str, Any]] = []
    turns: Counter[int | None] = Counter()
    for company in companies:
        rows += _done(random, company, types, today=today)
        rows.append(_to_do(random, company, types, number=turns[company.responsible_id], today=today))
        turns[company.responsible_id] += 1
    with recording("home.demo", by=by):
        contacts = [[people[row["prospect_id"]]] if row["prospect_id"] in people else [] for row in rows]
        insert_many(Activity, rows, many={"contacts": contacts})
        refresh_figures(list(Prospect.objects.values_list("pk", flat=True)))


def _done(random: Random, company: Prospect, types: dict[str, int], *, today: date) -> Iterator[dict[str, Any]]:
    for _number in range(random.randint(1, 3)):
        day = today - timedelta(days=random.randint(1, 200))
        at = datetime.combine(day, time(random.randint(8, 15)), timezone.get_current_timezone())
        yield {**_activity(random, company, types), "date": day, "done_at": at, "result": random.choice(RESULTS)}


def _to_do(random: Random, company: Prospect, types: dict[str, int], *, number: int, today: date) -> dict[str, Any]:
    ahead = AHEAD[number % len(AHEAD)]
    day = None if ahead is None else today + timedelta(days=ahead)
    if day is not None and day > today:
        day = next_working_day(day)
    at = random.choice(HOURS) if day is not None else None
    priority = "high" if not number % 8 else "normal"
    return {**_activity(random, company, types), "date": day, "time": at, "done_at": None, "priority": priority}


def _activity(random: Random, company: Prospect, types: dict[str, int]) -> dict[str, Any]:
    code = random.choices(list(SUBJECTS), (6, 3, 2, 2))[0]
    return {
        "uid": UUID(int=random.getrandbits(128), version=4),
        "prospect_id": company.pk,
        "responsible_id": company.responsible_id,
        "activity_type_id": types[code],
        "subject": random.choice(SUBJECTS[code]),
        "result": "",
        "time": None,
        "priority": "normal",
    }
