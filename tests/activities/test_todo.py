"""CRM → To-Do and the dialogs of an activity, as plain pages and as htmx asks for them."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations import change_activity, create_activity, finish_activity
from kundebro.activities.proposals import days_near, rule_in_words
from kundebro.activities.queries import Place, Span, count_of, todo_of, todo_page
from kundebro.activities.todo_rows import Rows
from kundebro.activities.views.todo import days_of
from kundebro.history.models import Changeset
from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import activity_type, make_activity
from tests.factories.contacts import make_contact
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)  # a Thursday
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.OWN)


@pytest.fixture
def browser(seller: User, client: Client) -> Client:
    client.force_login(seller)
    return client


def address(name: str, activity: Activity) -> str:
    return reverse(f"activities:{name}", args=[activity.pk])


def hidden(answer: HttpResponse) -> dict[str, Any]:
    """What the form of the page sends along by itself."""
    form = answer.context["form"]
    names = ("version", "idempotency_key", "back")
    return {name: form[name].value() or "" for name in names if name in form.fields}


def subjects(answer: HttpResponse) -> list[str]:
    return [line.activity.subject for day in answer.context["days"] for line in day.lines]


def test_each_tab_shows_its_part_of_the_list_by_day_and_time(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller, phone="+4511223344")
    for subject, day, at in (
        ("i dag sent", TODAY, time(15)),
        ("i dag", TODAY, None),
        ("for sent", date(2026, 11, 24), None),
        ("i morgen", date(2026, 11, 27), None),
        ("næste uge", date(2026, 11, 30), None),
        ("uden dag", None, None),
    ):
        make_activity(prospect=prospect, by=seller, subject=subject, date=day, time=at)
    make_activity(by=make_user(), subject="en andens", date=TODAY)

    shown = {
        tab: subjects(browser.get(f"/todo/?tab={tab}")) for tab in ("today", "week", "overdue", "undated", "team")
    }

    assert shown == {
        "today": ["i dag", "i dag sent"],
        "week": ["i morgen"],
        "overdue": ["for sent"],
        "undated": ["uden dag"],
        "team": ["i dag", "i dag sent"],
    }
    assert b'href="tel:+4511223344"' in browser.get("/todo/").content
    assert count_of(seller, seen_by=seller, today=TODAY).counts[Span.LATER] == 1


def test_the_team_tab_shows_what_the_team_has_until_sunday_and_the_manager_sees_everyone(client: Client) -> None:
    team = make_team()
    me = make_user(role=Role.SELLER, scope=Scope.TEAM, team=team)
    mate = make_user(role=Role.SELLER, scope=Scope.TEAM, team=team)
    stranger = make_user(role=Role.SELLER, scope=Scope.OWN)
    for who, subject in ((me, "min"), (mate, "din"), (stranger, "fremmed")):
        make_activity(prospect=make_prospect(responsible=who), by=who, subject=subject, date=TODAY)
    make_activity(prospect=make_prospect(responsible=mate), by=mate, subject="senere", date=date(2026, 11, 30))

    client.force_login(me)
    mine = subjects(client.get("/todo/?tab=team"))
    client.force_login(make_user(role=Role.SALES_MANAGER, scope=Scope.ALL))
    everyone = subjects(client.get("/todo/?tab=team"))

    assert (sorted(mine), sorted(everyone)) == (["din", "min"], ["din", "fremmed", "min"])


def test_an_empty_list_says_what_to_do(browser: Client, seller: User) -> None:
    assert "Ikke mere i dag" in browser.get("/todo/").content.decode()
    make_activity(by=seller, date=date(2026, 11, 25))

    assert browser.get("/todo/").context["empty"].action.url == "/todo/?tab=overdue"


def test_a_long_list_goes_on_page_by_page_and_shows_each_line_once(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    for number in range(11):
        at = (None, time(9), time(9), time(14))[number % 4]
        make_activity(prospect=prospect, by=seller, date=date(2026, 11, 20 + number % 3), time=at)
    rows = todo_of(seller, seen_by=seller, span=Span.OVERDUE, today=TODAY)
    seen, after = [], None
    while True:
        page = todo_page(rows, after=after, size=3)
        seen += page.items
        if not page.next:
            break
        after = Place.read({"after": page.next})

    assert [(row.due_on, row.time or time.min, row.pk) for row in seen] == sorted(
        (row.due_on, row.time or time.min, row.pk) for row in rows
    )
    assert len(seen) == 11
    assert Place.read({"after": "nonsense"}) is None


def test_the_list_asks_the_database_as_often_for_one_line_as_for_many(browser: Client, seller: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get("/todo/")
        return len(queries)

    prospect = make_prospect(responsible=seller)
    make_activity(prospect=prospect, by=seller, date=TODAY, contacts=[make_contact(prospect=prospect)])
    one = asked()
    for _number in range(5):
        other = make_prospect(responsible=seller)
        make_activity(prospect=other, by=seller, date=TODAY, contacts=[make_contact(prospect=other)])

    assert asked() == one


def test_a_new_activity_is_filled_in_from_where_it_was_asked_for(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    contact, project = make_contact(prospect=prospect), make_project(prospect=prospect, by=seller)

    asked = browser.get(f"/activities/add/?project={project.pk}&contact={contact.pk}")
    form = asked.context["form"]
    assert (form["contacts"].value(), form["sales_project"].value()) == ([contact.pk], project.pk)
    assert form["date"].value() == "03-12-2026"  # a call is followed up after seven days
    sent = {
        **hidden(asked),
        "activity_type": activity_type("MØDE").pk,
        "subject": "Gennemgang",
        "date": "4/12",
        "time": "1430",
        "duration_minutes": "45",
        "contacts": [contact.pk],
        "sales_project": project.pk,
        "responsible": seller.pk,
        "priority": "high",
        "repeats": "FREQ=MONTHLY",
        "value_ore": "1.500",
        "note": "Husk <script>alert(1)</script>prøver",
        "back": "/todo/",
    }
    answer = browser.post(f"/activities/add/?project={project.pk}&contact={contact.pk}", sent)
    browser.post(f"/activities/add/?project={project.pk}&contact={contact.pk}", sent)

    made = Activity.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/todo/")
    assert (made.prospect, made.date, made.time, made.duration_minutes) == (
        prospect,
        date(2026, 12, 4),
        time(14, 30),
        45,
    )
    assert (made.value_ore, made.repeats, made.priority) == (150_000, "FREQ=MONTHLY", "high")
    assert made.note == "<p>Husk &lt;script&gt;alert(1)&lt;/script&gt;prøver</p>"
    assert (made.sales_project, list(made.contacts.all())) == (project, [contact])


def test_what_is_wrong_is_said_and_what_was_typed_stays(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)

    answer = browser.post(
        f"/activities/add/?prospect={prospect.pk}",
        {"activity_type": activity_type().pk, "subject": "Ring", "time": "10", "responsible": seller.pk,
         "priority": "normal", "note": "Min lange note"},
        headers=HTMX,
    )  # fmt: skip

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"date": ["Skriv, hvilken dag det er."]}
    assert "Min lange note" in answer.content.decode()
    assert not Activity.objects.exists()


def test_without_a_prospect_in_the_address_it_is_chosen_and_brings_its_people_along(
    browser: Client, seller: User
) -> None:
    mine = make_prospect(responsible=seller)
    theirs = make_prospect(responsible=make_user())
    make_contact(prospect=mine, name="Bo Mortensen")
    make_contact(prospect=theirs, name="Hemmelig Hansen")

    assert "Bo Mortensen" in browser.get(f"/activities/add/people/?prospect={mine.pk}").content.decode()
    assert "Hemmelig" not in browser.get(f"/activities/add/people/?prospect={theirs.pk}").content.decode()
    refused = browser.post("/activities/add/", {"prospect": theirs.pk, "subject": "x"})
    assert "prospect" in refused.context["form"].errors
    assert "Hemmelig" not in refused.content.decode()


def test_what_is_done_already_is_noted_with_its_day(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    sent = {"activity_type": activity_type().pk, "subject": "Ringede", "responsible": seller.pk, "priority": "normal",
            "is_done": "on"}  # fmt: skip

    late = browser.post(f"/activities/add/?prospect={prospect.pk}", {**sent, "date": "1/12"})
    browser.post(f"/activities/add/?prospect={prospect.pk}", {**sent, "date": "i går"})

    assert "date" in late.context["form"].errors
    prospect.refresh_from_db()
    assert (Activity.objects.get().due_on, prospect.latest_activity_on) == (None, date(2026, 11, 25))


def test_the_next_step_of_a_task_is_not_proposed_for_the_same_day_again(browser: Client, seller: User) -> None:
    task = make_activity(prospect=make_prospect(responsible=seller), by=seller, date=TODAY, kind="OPGAVE")

    asked = browser.get(address("finish", task))

    assert asked.context["form"]["step_day"].value() == "27-11-2026"
    told = dict(re.findall(r'<option value="(\d+)"[^>]* data-proposed="([^"]+)"', asked.content.decode()))
    days = {kind.code: told[str(kind.pk)] for kind in ActivityType.objects.all()}
    assert (days["OPGAVE"], days["NOTAT"], days["OPKALD"]) == ("27-11-2026", "27-11-2026", "03-12-2026")


def test_done_asks_what_is_next_and_both_are_one_change(browser: Client, seller: User) -> None:
    contact = make_contact(prospect=make_prospect(responsible=seller))
    call = make_activity(prospect=contact.prospect, by=seller, date=TODAY, subject="Tilbud", contacts=[contact])

    asked = browser.get(address("finish", call))
    assert [asked.context["form"][name].value() for name in ("step_type", "step_subject", "step_day", "then")] == [
        call.activity_type_id, "Tilbud", "03-12-2026", "plan",
    ]  # fmt: skip
    before = Changeset.objects.count()
    sent = {**hidden(asked), "result": "Vil mødes", "then": "plan", "step_type": activity_type("MØDE").pk,
            "step_subject": "Møde om tilbud", "step_day": "5/12", "back": "/todo/"}  # fmt: skip
    answer = browser.post(address("finish", call), sent)

    following = Activity.objects.get(follows=call)
    assert (answer.status_code, answer["Location"], Changeset.objects.count()) == (303, "/todo/", before + 1)
    assert (following.subject, following.due_on) == ("Møde om tilbud", date(2026, 12, 7))  # the 5th is a Saturday
    assert list(following.contacts.all()) == [contact]
    undoing.undo(latest_changeset(), by=seller)
    assert Activity.objects.get().is_open


def test_a_next_step_on_a_saturday_with_an_hour_stays_there(browser: Client, seller: User) -> None:
    call = make_activity(prospect=make_prospect(responsible=seller), by=seller, date=TODAY)

    browser.post(address("finish", call), {
        **hidden(browser.get(address("finish", call))), "then": "plan", "step_type": call.activity_type_id,
        "step_subject": "Messe", "step_day": "5/12", "step_time": "11",
    })  # fmt: skip

    assert Activity.objects.get(follows=call).due_on == date(2026, 12, 5)


def test_no_next_step_needs_a_reason_and_a_next_step_a_day(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    call = make_activity(prospect=prospect, by=seller, date=TODAY)
    asked = hidden(browser.get(address("finish", call)))

    silent = browser.post(address("finish", call), {**asked, "then": "nothing", "note": "Blev skrevet"}, headers=HTMX)
    dayless = browser.post(address("finish", call), {**asked, "then": "plan", "step_day": ""}, headers=HTMX)
    past = browser.post(address("finish", call), {**asked, "then": "plan", "step_day": "1/11"}, headers=HTMX)

    assert (silent.status_code, list(silent.context["form"].errors)) == (422, ["reason"])
    assert "Blev skrevet" in silent.content.decode()
    assert set(dayless.context["form"].errors) == {"step_type", "step_subject", "step_day"}
    assert "step_day" in past.context["form"].errors
    browser.post(address("finish", call), {**asked, "then": "nothing", "reason": "Har lukket"})
    call.refresh_from_db()
    assert (call.is_open, latest_changeset().reason) == (False, "Har lukket")  # type: ignore[union-attr]
    assert "ikke længere åben" in browser.get(address("finish", call), follow=True).content.decode()


def test_somebody_else_was_quicker(browser: Client, seller: User) -> None:
    call = make_activity(prospect=make_prospect(responsible=seller), by=seller, date=TODAY, subject="Tilbud")
    finishing = hidden(browser.get(address("finish", call)))
    changing = browser.get(address("change", call))
    other = make_user(name="Anden")
    change_activity(call, {"subject": "Pris", "date": date(2026, 11, 27)}, by=other)

    stale = browser.post(
        address("finish", call),
        {**finishing, "then": "nothing", "reason": "Nej tak", "result": "Ringede"},
        headers=HTMX,
    )
    assert (stale.status_code, Activity.objects.get().is_open) == (422, True)
    assert "Ringede" in stale.content.decode()
    met = browser.post(
        address("change", call),
        {**hidden(changing), "activity_type": call.activity_type_id, "subject": "Besøg", "date": "26-11-2026",
         "responsible": seller.pk, "priority": "high"},
        headers=HTMX,
    )  # fmt: skip
    assert (met.status_code, met.context["meeting"].asked) == (422, {"subject"})
    form = met.context["form"]
    kept = {name: field.prepare_value(form[name].value()) for name, field in form.fields.items()}
    chosen = {name: "" if value is None else value for name, value in kept.items()}
    settled = browser.post(address("change", call), {**chosen, "keep-subject": "theirs"})

    call.refresh_from_db()
    assert settled.status_code == 303
    assert (call.subject, call.date, call.priority) == ("Pris", date(2026, 11, 27), "high")


def test_putting_off_needs_a_day_to_come_and_keeps_the_hour(browser: Client, seller: User) -> None:
    call = make_activity(prospect=make_prospect(responsible=seller), by=seller, date=TODAY, time=time(9))
    asked = hidden(browser.get(address("snooze", call)))

    for wrong in ("", "i går", "engang"):
        answer = browser.post(address("snooze", call), {**asked, "day": wrong}, headers=HTMX)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])
    browser.post(address("snooze", call), {**asked, "day": "lørdag"})

    call.refresh_from_db()
    assert (call.date, call.time) == (date(2026, 11, 30), time(9))  # Monday


def test_several_are_moved_together_past_christmas_and_taken_back(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    mine = [make_activity(prospect=prospect, by=seller, date=TODAY) for _number in range(3)]
    theirs = make_activity(by=make_user(), date=TODAY)
    ticked = {"selected": [each.pk for each in (*mine, theirs)]}

    asked = browser.post("/activities/move/", ticked, headers=HTMX)
    assert asked.context["count"] == 3
    wrong = browser.post("/activities/move/", {**ticked, "apply": "1", "day": ""}, headers=HTMX)
    assert wrong.status_code == 422
    sent = {**ticked, **hidden(asked), "apply": "1", "day": "24/12", "back": "/todo/?tab=today"}
    answer = browser.post("/activities/move/", sent)

    days = set(Activity.objects.filter(pk__in=[each.pk for each in mine]).values_list("due_on", flat=True))
    assert (answer["Location"], days) == ("/todo/?tab=today", {date(2026, 12, 28)})
    theirs.refresh_from_db()
    assert theirs.due_on == TODAY
    undoing.undo(latest_changeset(), by=seller)
    assert set(Activity.objects.values_list("due_on", flat=True)) == {TODAY}


def test_given_up_opened_again_and_deleted_from_its_page(browser: Client, seller: User) -> None:
    call = make_activity(prospect=make_prospect(responsible=seller), by=seller, date=TODAY)

    browser.post(address("cancel", call), {**hidden(browser.get(address("cancel", call))), "reason": "Nej tak"})
    call.refresh_from_db()
    assert (call.is_open, latest_changeset().reason) == (False, "Nej tak")  # type: ignore[union-attr]
    assert b"/reopen/" in browser.get(call.get_absolute_url()).content
    browser.post(address("reopen", call))
    call.refresh_from_db()
    assert call.is_open
    gone = browser.post(
        address("delete", call), {**hidden(browser.get(address("delete", call))), "back": call.get_absolute_url()}
    )
    assert (gone["Location"], Activity.objects.count()) == (call.prospect.get_absolute_url(), 0)


def test_a_follow_up_is_planned_for_the_prospects_ticked_each_with_its_own_responsible(
    client: Client, seller: User
) -> None:
    manager = make_user(role=Role.SALES_MANAGER, scope=Scope.ALL)
    client.force_login(manager)
    theirs, nobodys = make_prospect(responsible=seller), make_prospect(responsible=manager)
    ticked = {"selected": [theirs.pk, nobodys.pk], "list": ""}

    asked = client.post("/activities/together/", ticked, headers=HTMX)
    form = asked.context["form"]
    assert (asked.context["count"], form["date"].value()) == (2, "03-12-2026")
    sent = {**ticked, **hidden(asked), "apply": "1", "activity_type": activity_type().pk, "subject": "Efter messen",
            "date": "lørdag"}  # fmt: skip
    client.post("/activities/together/", sent)
    client.post("/activities/together/", sent)

    made = Activity.objects.order_by("prospect")
    assert [(each.responsible, each.due_on) for each in made] == [
        (seller, date(2026, 11, 30)),
        (manager, date(2026, 11, 30)),
    ]


def test_a_foreign_page_is_nothing_to_go_back_to(browser: Client, seller: User) -> None:
    call = make_activity(prospect=make_prospect(responsible=seller), by=seller, date=TODAY)
    asked = hidden(browser.get(address("snooze", call)))

    answer = browser.post(address("snooze", call), {**asked, "day": "i morgen", "back": "https://evil.example/"})

    assert answer["Location"] == call.get_absolute_url()


def test_days_near_at_hand_are_working_days_and_each_comes_once() -> None:
    friday = date(2026, 11, 27)

    assert [(each.title, each.day) for each in days_near(friday)] == [
        ("I morgen", date(2026, 11, 30)),
        ("Om en uge", date(2026, 12, 4)),
        ("Om to uger", date(2026, 12, 11)),
        ("Om fire uger", date(2026, 12, 28)),
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "hver hverdag"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "hver 2. uge, mandag"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "hver måned, den 1. i måneden"),
        ("FREQ=YEARLY", "hvert år"),
    ],
)
def test_a_rule_is_put_into_words(rule: str, words: str) -> None:
    assert rule_in_words(rule) == words


def test_the_days_of_the_list_are_named_and_holidays_said(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    for day in (date(2026, 11, 25), TODAY, date(2026, 12, 25), None):
        make_activity(prospect=prospect, by=seller, date=day)

    days = days_of(Activity.objects.order_by("pk"), TODAY, Rows(says_whose=True, may_change=True))

    assert [(day.title, day.holiday, day.is_late) for day in days] == [
        ("I går · Onsdag 25-11-2026", "", True),
        ("I dag · Torsdag 26-11-2026", "", False),
        ("Fredag 25-12-2026", "Juledag", False),
        ("Uden dato", "", False),
    ]


def test_what_people_write_is_shown_as_text(browser: Client, seller: User) -> None:
    evil = '<img src=x onerror="alert(1)">'
    prospect = make_prospect(responsible=seller, name=f"Firma {evil}")
    contact = make_contact(prospect=prospect, name=f"Bo {evil}")
    make_activity(prospect=prospect, by=seller, subject=evil, date=TODAY, contacts=[contact])

    text = browser.get("/todo/").content.decode()

    assert (text.count("<img"), text.count("&lt;img") >= 3) == (0, True)


def test_whoever_sees_everything_sees_what_others_have_to_do(seller: User) -> None:
    call = create_activity(
        make_prospect(responsible=seller), {"activity_type": activity_type(), "subject": "Ring"}, by=seller
    )
    finish_activity(call, by=seller)

    assert Activity.objects.visible_to(make_user(role=Role.SALES_MANAGER, scope=Scope.ALL)).exists()
    assert not Activity.objects.visible_to(make_user(role=Role.SELLER, scope=Scope.OWN)).exists()
