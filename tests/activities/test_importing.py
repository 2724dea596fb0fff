"""Lists of activities and notes: each row about a prospect that is there, what cannot be named by line, all of it undone."""

from datetime import date, time

import pytest
import time_machine
from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.history.operations.undo import undo
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import carry_out
from kundebro.prospects.invariants import figures_kept
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
HEADINGS = "Kontonummer;Firma;Type;Dato;Tid;Emne;Note;Udført;Ansvarlig"


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel("2026-11-26T10:00:00+01:00"):
        yield


@pytest.fixture
def user() -> User:
    return make_user(name="Mette Holm", role=Role.SALES_MANAGER, scope=Scope.ALL)


def imported(
    *rows: str, by: User, target: str = "activities", headings: str = HEADINGS, is_dry_run: bool = False
) -> ImportRun:
    text = "\n".join([headings, *rows]) + "\n"
    run = make_import(make_upload(text, by=by, target=target), is_dry_run=is_dry_run)
    carry_out(run)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int]:
    return run.created, run.unchanged, run.refused


def said(run: ImportRun) -> dict[int, list[str]]:
    return {row.line: [issue[0] for issue in row.issues] for row in run.rows.all() if row.issues}


def test_what_was_done_and_what_is_to_be_done_come_in_and_count_at_once(user: User) -> None:
    soren = make_user(name="Søren", initials="SØJ")
    ferry = make_prospect(number="K100", name="Ærø Færgefart A/S", responsible=soren)
    bo = make_prospect(name="Bageriet", responsible=user)

    run = imported(
        "k 100;;Opkald;24-11-2026;14.30;Om tilbud;Vil <have> det skriftligt;ja;SØJ",
        "K100;;Møde;02-12-2026;9;Besøg;;nej;",
        ";bageriet;;30-11-2026;;Ring igen;;;",
        "K100;;;;;Engang;;;Mette Holm",
        by=user,
    )

    assert (counts(run), said(run)) == ((4, 0, 0), {})
    rows = Activity.objects.order_by("pk").values_list(
        "prospect", "activity_type__code", "date", "time", "subject", "note", "due_on", "responsible__name"
    )
    assert list(rows) == [
        (ferry.pk, "OPKALD", date(2026, 11, 24), time(14, 30), "Om tilbud", "<p>Vil &lt;have&gt; det skriftligt</p>", None, "Søren"),
        (ferry.pk, "MØDE", date(2026, 12, 2), time(9), "Besøg", "", date(2026, 12, 2), "Søren"),
        (bo.pk, "OPGAVE", date(2026, 11, 30), None, "Ring igen", "", date(2026, 11, 30), "Mette Holm"),
        (ferry.pk, "OPGAVE", None, None, "Engang", "", None, "Mette Holm"),
    ]  # fmt: skip
    done = Activity.objects.done().get()
    assert timezone.localtime(done.done_at).isoformat() == "2026-11-24T14:30:00+01:00"
    ferry.refresh_from_db()
    assert (ferry.latest_activity_on, ferry.next_follow_up_on) == (date(2026, 11, 24), date(2026, 12, 2))
    assert list(figures_kept()) == []


def test_a_row_that_cannot_be_is_refused_at_its_line_and_cell(user: User) -> None:
    make_prospect(number="K100", name="Ens")
    make_prospect(number="K200", name="Ens")

    run = imported(
        "K999;;;30-11-2026;;Ukendt konto;;;",
        ";Findes ikke;;30-11-2026;;Ukendt navn;;;",
        ";Ens;;30-11-2026;;Hvem;;;",
        ";;;30-11-2026;;Ingen;;;",
        "K100;;;31-02-2026;25;Datoen;;;",
        "K100;;;;;Uden dato;;ja;",
        "K100;;;27-11-2026;;I morgen;;ja;",
        "K100;;;;10;Kun tid;;;",
        "K100;;;30-11-2026;;Måske;;måske;",
        "K100;;Brevdue;30-11-2026;;Ny type;;;Ukendt",
        "K100;;;30-11-2026;;To gange;;;",
        "K100;;;30-11-2026;;To gange;;;",
        by=user,
    )

    assert counts(run) == (2, 0, 10)
    assert said(run) == {
        2: ["prospect"], 3: ["prospect_name"], 4: ["prospect_name"], 5: ["prospect"], 6: ["date", "time"], 7: ["date"],
        8: ["date"], 9: ["time"], 10: ["is_done"], 11: ["activity_type", "responsible"], 13: [""],
    }  # fmt: skip


def test_the_same_list_again_brings_nothing_new_and_undo_takes_all_of_it(user: User) -> None:
    prospect = make_prospect(number="K100", next_follow_up_on=date(2026, 12, 24))
    rows = ("K100;;;30-11-2026;;Ring;;;", "K100;;;01-12-2026;;Ring;;;")

    assert counts(imported(*rows, by=user, is_dry_run=True)) == (2, 0, 0)
    assert Activity.objects.count() == 1
    first = imported(*rows, by=user)
    assert (counts(first), counts(imported(*rows, by=user))) == ((2, 0, 0), (0, 2, 0))
    assert Prospect.objects.get(pk=prospect.pk).next_follow_up_on == date(2026, 11, 30)

    assert first.changeset
    undo(first.changeset, by=user)

    assert Prospect.objects.get(pk=prospect.pk).next_follow_up_on == date(2026, 12, 24)
    assert (Activity.objects.count(), list(figures_kept())) == (1, [])


def test_notes_are_done_and_named_by_their_first_line(user: User) -> None:
    prospect = make_prospect(number="K100")

    run = imported(
        'K100;24-11-2026;"Vil have tilbud på tag.\nRinger selv."',
        "K100;;<p>Fra <b>HubSpot</b></p><script>alert(1)</script>",
        target="notes",
        headings="Kontonummer;Dato;Notat",
        by=user,
    )

    assert (counts(run), said(run)) == ((2, 0, 0), {})
    notes = Activity.objects.order_by("pk").values_list("subject", "note", "date", "activity_type__code")
    assert list(notes) == [
        ("Vil have tilbud på tag.", "<p>Vil have tilbud på tag.<br>Ringer selv.</p>", date(2026, 11, 24), "NOTAT"),
        ("Fra HubSpot", "<p>Fra HubSpot</p>", date(2026, 11, 26), "NOTAT"),
    ]
    assert Activity.objects.done().count() == 2
    prospect.refresh_from_db()
    assert (prospect.latest_activity_on, prospect.next_follow_up_on) == (None, None)


def test_prospects_one_does_not_see_are_no_prospects(user: User) -> None:
    make_prospect(number="K100", name="Skjult", responsible=user)
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)

    run = imported("K100;;;30-11-2026;;A;;;", ";Skjult;;30-11-2026;;B;;;", by=seller)

    assert (counts(run), said(run)) == ((0, 0, 2), {2: ["prospect"], 3: ["prospect_name"]})


def test_a_thousand_rows_take_a_few_queries(user: User, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    numbers = [make_prospect(name=f"Firma {place}", by=user).number for place in range(20)]
    rows = [f"{number};;;{day:02}-12-2026;;Ring;;;" for number in numbers for day in range(1, 29)]

    with django_assert_max_num_queries(90):  # type: ignore[operator]
        run = imported(*rows, by=user)

    assert counts(run) == (560, 0, 0)
