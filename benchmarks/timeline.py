"""The timeline of a prospect with 2,000 events."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch
from uuid import UUID

from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from benchmarks import setup
from kundebro.activities.models import Activity, ActivityType, Document, DocumentVersion, StoredFile
from kundebro.activities.queries import timeline_of
from kundebro.core.pages import Cursor
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.mail.models import OutgoingMail
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect
from kundebro.users.models import User

ACTIVITIES, CHANGES, DOCUMENTS, MAILS = 1500, 350, 100, 50
TEXT = "<p>Talte om <strong>porte</strong> og haller; de vil have et tilbud i maj, som deles op.</p>" * 3


def prepare(by: User) -> None:
    """Two years on the newest prospect."""
    fill_one(Prospect.objects.order_by("-pk")[0], by=by)


def pages(by: User) -> setup.Pages:
    """The timeline as the card asks for it, and as a page of its own."""
    client, prospect = setup.signed_in(by), Prospect.objects.order_by("-pk")[0]
    address = reverse("activities:timeline-of", args=[prospect.pk])
    deep = timeline_of(prospect, seen_by=by)
    while deep.older and len(deep.happenings) and (timezone.localdate() - deep.happenings[-1].day).days < CHANGES:
        deep = timeline_of(prospect, seen_by=by, after=Cursor.read({"after": deep.older}))
    asked = {
        "timeline, first page": {},
        "timeline, a year back": {"after": deep.older},
        "timeline, notes": {"kind": "note"},
        "timeline, a rare word": {"text": "sjælden"},
        "timeline, changes": {"kind": "changes"},
    }
    return {
        **{name: asker(client, f"{address}?{urlencode(query)}") for name, query in asked.items()},
        "timeline, a page of its own": setup.getter(client, address),
    }


def asker(client: Client, url: str) -> Callable[[], object]:
    """Asks as the card does, whose tab it is."""
    return lambda: client.get(url, headers={"HX-Request": "true", "HX-Target": "timeline"})


def fill_one(prospect: Prospect, *, by: User) -> None:
    """2,000 events over two years on one prospect: activities with notes, changes, documents, mails."""
    random, today, now = Random(3), timezone.localdate(), timezone.now()
    types = list(ActivityType.objects.values_list("pk", flat=True))
    rows = [
        {
            "uid": UUID(int=random.getrandbits(128), version=4),
            "prospect_id": prospect.pk,
            "responsible_id": by.pk,
            "activity_type_id": types[number % len(types)],
            "subject": "Sjælden hændelse" if number == ACTIVITIES // 2 else f"Aftale {number}",
            "note": TEXT,
            "date": today - timedelta(days=number // 2),
            "done_at": now,
        }
        for number in range(ACTIVITIES)
    ]
    with recording("bench.fill", by=by):
        insert_many(Activity, rows)
    for number in range(CHANGES):
        with as_if(now - timedelta(days=2 * (CHANGES - number))):
            change_prospect(prospect, {"remark_1": f"Bemærkning {number}"}, by=by)
    content = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="text/plain", stored_at=now)
    for number in range(DOCUMENTS):
        with as_if(now - timedelta(days=7 * (DOCUMENTS - number))), recording("bench.fill", by=by):
            document = Document(prospect=prospect, name=f"Bilag {number}.txt")
            document.save()
            DocumentVersion(document=document, number=1, content=content, file_name="x.txt", uploaded_by=by).save()
    kind = apps.get_model("contenttypes", "ContentType")._default_manager.get_for_model(prospect)
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            to_address="bo@firma.dk",
            subject=f"Tilbud {number}",
            text="Hej",
            key=f"bench-{number}",
            message_id=f"<{number}@bench.example>",
            about_type=kind,
            about_id=prospect.pk,
            queued_by=by,
            queued_at=now - timedelta(days=14 * (MAILS - number)),
            next_attempt_at=now,
        )
        for number in range(MAILS)
    )


def as_if(moment: datetime) -> AbstractContextManager[object]:
    """Record as if it were another time: a story of two years is not told in a minute."""
    return patch("kundebro.history.recorder.timezone.now", return_value=moment)
