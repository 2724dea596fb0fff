"""A week of sales work (seed 7.2): a note after each call, a next date on everyone, nobody disappears."""

from datetime import date

import pytest
import time_machine

from kundebro.activities.models import Activity
from kundebro.activities.operations import NextStep, create_activity, finish_activity
from kundebro.activities.queries import Span, forgotten_prospects, todo_of
from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import activity_type
from tests.factories.prospects import make_prospect, make_status
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db
THURSDAY, FRIDAY, MONDAY = date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)
FORGOTTEN = "/prospects/?lacks=next_step"


@pytest.fixture
def egon() -> Desk:
    return Desk(make_user(name="Egon", role=Role.SELLER, scope=Scope.OWN))


def next_of(prospect: Prospect) -> date | None:
    return Prospect.objects.values_list("next_follow_up_on", flat=True).get(pk=prospect.pk)


def subjects(user: User, span: Span, today: date) -> list[str]:
    """What stands in a part of the user's To-Do, by prospect's name and subject."""
    rows = todo_of(user, seen_by=user, span=span, today=today).order_by("due_on", "pk")
    return [f"{activity.prospect.name}: {activity.subject}" for activity in rows]


def types_next(desk: Desk, prospect: Prospect, text: str) -> None:
    """The next follow-up is typed on the card."""
    desk.saves(f"/prospects/{prospect.pk}/groups/follow-up/edit/", next_follow_up_on=text)


def test_a_note_after_each_call_a_next_date_on_everyone_and_nobody_disappears(egon: Desk) -> None:
    ferry, bakery, smith = (make_prospect(name=name, by=egon.user) for name in ("Færgen", "Bageriet", "Smedjen"))

    with time_machine.travel("2026-11-26T09:00:00+01:00", tick=False):
        # Thursday morning: three prospects, and the radar, one click from the list, shows all of them.
        assert f'href="{FORGOTTEN}"' in egon.sees("/prospects/")
        page = egon.sees(FORGOTTEN)
        assert all(name in page for name in ("Færgen", "Bageriet", "Smedjen"))

        # He types on two cards when he will go on with them. They are tasks in his To-Do from then on.
        types_next(egon, ferry, "i dag")
        types_next(egon, bakery, "i morgen")
        assert subjects(egon.user, Span.TODAY, THURSDAY) == ["Færgen: Følg op"]
        assert subjects(egon.user, Span.WEEK, THURSDAY) == ["Bageriet: Følg op"]
        assert list(forgotten_prospects(seen_by=egon.user)) == [smith]

        # He calls the ferry: a note of what was said, and the next step in the same breath.
        call = Activity.objects.get(prospect=ferry)
        said = {
            "activity_type": activity_type("OPKALD"),
            "note": "<p>Vil have tilbud på to porte.</p>",
            "result": "Ja",
        }
        finish_activity(
            call,
            by=egon.user,
            values=said,
            next_step=NextStep({"subject": "Send tilbud", "date": MONDAY, "activity_type": activity_type("TILBUD")}),
        )
        ferry.refresh_from_db()
        assert (ferry.latest_activity_on, ferry.next_follow_up_on) == (THURSDAY, MONDAY)

        # The smith rings by himself. The call is noted, and he stays on the radar until something is planned.
        rang = {"activity_type": activity_type("OPKALD"), "subject": "Ringede selv", "note": "<p>Har travlt nu.</p>"}
        create_activity(smith, rang, by=egon.user, is_done=True)
        assert (next_of(smith), list(forgotten_prospects(seen_by=egon.user))) == (None, [smith])
        types_next(egon, smith, "7. december")
        assert "Smedjen" not in egon.sees(FORGOTTEN)

    with time_machine.travel("2026-11-30T08:00:00+01:00", tick=False):
        # Monday, signed in again: what he did not get done on Friday has not gone away.
        egon = Desk(egon.user)
        assert subjects(egon.user, Span.OVERDUE, MONDAY) == ["Bageriet: Følg op"]
        assert subjects(egon.user, Span.TODAY, MONDAY) == ["Færgen: Send tilbud"]

        # He moves the baker to Wednesday on the card, and thinks better of it. Fortryd puts the task where it was.
        types_next(egon, bakery, "02-12-2026")
        assert (next_of(bakery), subjects(egon.user, Span.OVERDUE, MONDAY)) == (date(2026, 12, 2), [])
        egon.sends(f"/history/changesets/{Changeset.objects.latest('pk').pk}/undo/")
        assert (next_of(bakery), subjects(egon.user, Span.OVERDUE, MONDAY)) == (FRIDAY, ["Bageriet: Følg op"])

        # The ferry gets its quote, and he forgets to say what is next. The radar remembers.
        finish_activity(Activity.objects.open().get(prospect=ferry), by=egon.user, reason="Tilbud sendt")
        assert list(forgotten_prospects(seen_by=egon.user)) == [ferry]
        assert "Færgen" in egon.sees(FORGOTTEN)

        # The baker says no. A closed status is an answer too: nobody is to go on with that.
        finish_activity(Activity.objects.open().get(prospect=bakery), by=egon.user, reason="Siger nej")
        egon.saves(f"/prospects/{bakery.pk}/groups/follow-up/edit/", status=make_status(is_closed=True).pk)
        assert list(forgotten_prospects(seen_by=egon.user)) == [ferry]

    # Every contact is on the timeline with its note, and every figure is what it should be.
    assert Activity.objects.done().exclude(note="").count() == 2
    assert breached(verdict for verdict in verify() if verdict.invariant.id in ("I-13", "I-20", "I-25 chain")) == []
