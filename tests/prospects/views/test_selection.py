"""What is done to the rows ticked in the list, or to all that match its search."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from kundebro.history.models import Changeset
from kundebro.imports import outgoing
from kundebro.jobs.models import Run
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.prospects.views import selection
from kundebro.users.choices import Role
from kundebro.users.models import SecurityEvent, User
from tests.factories.jobs import work_off
from tests.factories.ledger import make_invoice
from tests.factories.prospects import make_archived, make_prospect, make_status, make_target_group
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


def post(client: Client, action: str, *, headers: dict[str, str] | None = None, **values: Any) -> Any:
    return client.post(f"/prospects/selection/{action}/", values, headers=headers)


def applied(client: Client, action: str, **values: Any) -> Any:
    return post(client, action, apply="1", idempotency_key="form-1", **values)


def ticked(*prospects: Prospect) -> list[int]:
    return [prospect.pk for prospect in prospects]


@pytest.mark.parametrize("action", ["change", "archive", "export"])
def test_the_dialog_tells_how_many_and_changes_nothing(client: Client, action: str) -> None:
    one, two = make_prospect(), make_prospect()
    make_prospect()

    answer = post(client, action, headers=DIALOG, selected=ticked(one, two))

    assert (answer.status_code, answer.context["count"]) == (200, 2)
    assert not Changeset.objects.exclude(operation="prospects.create").exists()


def test_chosen_values_are_given_to_the_ticked_ones(client: Client) -> None:
    status, group = make_status(), make_target_group()
    one, two, other = make_prospect(), make_prospect(), make_prospect()

    answer = applied(
        client, "change", selected=ticked(one, two), list="q=&sort=-name",
        status=status.pk, target_groups=[group.pk], next_follow_up_on="04-01-2027",
    )  # fmt: skip

    changed = Prospect.objects.filter(status=status, target_groups=group, next_follow_up_on=date(2027, 1, 4))
    assert (set(changed), answer.headers["Location"]) == ({one, two}, "/prospects/?q=&sort=-name")
    assert Changeset.objects.filter(operation="prospects.change-many").count() == 1
    assert other not in changed


def test_what_is_left_empty_stays_and_what_is_emptied_goes(client: Client) -> None:
    status = make_status()
    prospect = make_prospect(status=status, customer_type="btb", next_follow_up_on=date(2027, 1, 4))

    applied(client, "change", selected=ticked(prospect), emptied=["customer_type", "next_follow_up_on", "responsible"])

    prospect.refresh_from_db()
    assert (prospect.status, prospect.customer_type) == (status, "")
    assert (prospect.next_follow_up_on, prospect.responsible) == (None, None)


@pytest.mark.parametrize(
    "values",
    [{}, {"customer_type": "btb", "emptied": ["customer_type"]}, {"customer_type": "x"}, {"emptied": ["name"]}],
)
def test_nothing_or_a_contradiction_comes_back(client: Client, values: dict[str, Any]) -> None:
    prospect = make_prospect()

    answer = applied(client, "change", selected=ticked(prospect), **values)

    prospect.refresh_from_db()
    assert (answer.status_code, prospect.version) == (422, 1)


def test_all_in_the_search_are_meant_when_asked_for(client: Client) -> None:
    for name in ("Nordisk Træ", "Nordisk Plast", "Bageriet"):
        make_prospect(name=name)

    applied(client, "change", all="1", list="q=nordisk", customer_type="btb")

    assert set(Prospect.objects.filter(customer_type="btb").values_list("name", flat=True)) == {
        "Nordisk Træ",
        "Nordisk Plast",
    }


def test_archiving_takes_a_reason_and_leaves_those_archived_before(client: Client) -> None:
    prospect, before = make_prospect(), make_archived(reason="Før")

    applied(client, "archive", selected=ticked(prospect, before), reason="Lukket")

    reasons = dict(Prospect.objects.archived().values_list("pk", "archived_reason"))
    assert reasons == {prospect.pk: "Lukket", before.pk: "Før"}


def test_those_with_an_account_in_the_way_are_named_first_and_stay(client: Client, manager: User) -> None:
    free, customer = make_prospect(), make_prospect(number="10045")
    make_invoice(transfer_to_debtor(customer, by=manager), "992,40")

    asked = post(client, "archive", headers=DIALOG, selected=ticked(free, customer))
    answer = applied(client, "archive", selected=ticked(free, customer))

    assert (asked.context["count"], "1.240,50 kr." in asked.content.decode()) == (1, True)
    assert list(Prospect.objects.archived()) == [free]
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told == ["1 KundeEmne arkiveret. 1 bliver stående: dets konto er i vejen"]


def test_archived_ones_are_brought_back(client: Client) -> None:
    prospects = [make_archived(), make_archived()]

    applied(client, "unarchive", selected=ticked(*prospects), list="state=archived")

    assert Prospect.objects.active().count() == 2


def test_the_same_form_sent_twice_counts_once(client: Client) -> None:
    prospect = make_prospect()

    for _time in range(2):
        applied(client, "archive", selected=ticked(prospect))

    assert Changeset.objects.filter(operation="prospects.archive").count() == 1


@pytest.mark.parametrize(
    ("action", "values", "expected"),
    [
        ("change", {"customer_type": "btb"}, {"customer_type": "btb"}),
        ("archive", {"reason": "Lukket"}, {"archived_reason": "Lukket"}),
    ],
)
def test_many_are_done_in_the_background(
    client: Client, monkeypatch: pytest.MonkeyPatch, action: str, values: dict[str, str], expected: dict[str, str]
) -> None:
    monkeypatch.setattr(selection, "WAITED_FOR", 2)
    for _each in range(3):
        make_prospect()

    answers = [applied(client, action, all="1", list="", **values) for _time in range(2)]
    run = Run.objects.get()
    before = Prospect.objects.filter(**expected).count()
    work_off()

    assert [answer.headers["Location"] for answer in answers] == [run.get_absolute_url(), "/jobs/"]
    assert (before, Prospect.objects.filter(**expected).count()) == (0, 3)


def test_those_of_others_are_left_alone(as_user: Any) -> None:
    seller = make_user(role=Role.SELLER)
    own, other = make_prospect(responsible=seller), make_prospect()
    client = as_user(seller)

    applied(client, "change", selected=ticked(own, other), customer_type="btb")
    post(client, "archive", apply="1", idempotency_key="2", all="1", list="state=all")

    other.refresh_from_db()
    assert (other.customer_type, other.is_archived, Prospect.objects.archived().get()) == ("", False, own)


@pytest.mark.parametrize("action", ["change", "archive", "unarchive"])
def test_a_reader_may_not(as_user: Any, action: str) -> None:
    assert applied(as_user(make_user(role=Role.READER)), action, all="1").status_code == 403


@pytest.mark.parametrize("values", [{}, {"selected": ["x", "9" * 30, "-1"]}, {"all": "1", "list": "q=%00&after=x"}])
def test_an_odd_selection_is_nothing_chosen(client: Client, values: dict[str, Any]) -> None:
    make_prospect()

    answer = applied(client, "change", customer_type="btb", **values)

    assert (answer.status_code in (200, 303), Prospect.objects.filter(customer_type="btb").count()) == (
        True,
        0 if "all" not in values else 1,
    )


def test_a_spreadsheet_holds_the_columns_of_the_list(client: Client, manager: User) -> None:
    make_prospect(name="Ærø Færge", number="0042", postal_code="0800", phone="+4533121212", by=manager)
    make_prospect(name="Anders", by=manager)

    answer = applied(client, "export", all="1", list="", kind="xlsx", columns="shown")

    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    headings, *rows = book.get_sheet_by_index(0).to_python()
    assert len(headings) == 8
    assert [row[1] for row in rows] == ["Anders", "Ærø Færge"]
    assert rows[1][:5] == ["0042", "Ærø Færge", "0800", "", "+45 33 12 12 12"]
    assert rows[1][6] == manager.name


def test_a_text_file_of_all_fields_holds_what_was_ticked(client: Client) -> None:
    prospect = make_prospect(name="=1+1", target_groups=[make_target_group(name="Kommuner")], remark_1="Port 4")
    make_prospect(name="Anden")

    answer = applied(client, "export", selected=ticked(prospect), kind="csv", columns="all")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert (text.count("\r\n"), "Kommuner" in text, "Port 4" in text, "Anden" in text) == (2, True, True, False)
    assert ";=1+1;" not in text


def test_a_long_list_leaves_only_after_the_user_has_confirmed_who_it_is(
    client: Client, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "CONFIRMED_ABOVE", 1)
    manager.set_password(PASSWORD)
    manager.save()
    client.force_login(manager)
    for _number in range(2):
        make_prospect(by=manager)
    form = {"all": "1", "list": "state=all", "kind": "csv", "columns": "shown"}

    refused = applied(client, "export", **form)

    assert refused.templates[0].name == "imports/confirm_export.html"
    assert "Content-Disposition" not in refused
    assert not SecurityEvent.objects.filter(kind="exported").exists()
    confirm = refused.context["confirm_url"]
    back = client.post(confirm, {"password": PASSWORD}).headers["Location"]
    assert back == f"{reverse('prospects:selection-export')}?list=state%3Dall&all=1"
    assert client.get(back).templates[0].name == "prospects/export.html"
    assert applied(client, "export", **form).getvalue().count(b"\r\n") == 3
    assert SecurityEvent.objects.get(kind="exported").user == manager


def test_five_minutes_later_it_is_asked_again(client: Client, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "CONFIRMED_ABOVE", 0)
    manager.set_password(PASSWORD)
    manager.save()
    client.force_login(manager)
    make_prospect(by=manager)
    form = {"all": "1", "list": "", "kind": "csv", "columns": "shown"}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        clock.shift(timedelta(seconds=299))
        assert "Content-Disposition" in applied(client, "export", **form)

        clock.shift(timedelta(seconds=2))

        assert "Content-Disposition" not in applied(client, "export", **form)
