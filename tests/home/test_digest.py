"""The morning overview by e-mail: what is late, what is to be done today, whom one has no plan for; through a real server."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from kundebro.home.digest import due_today, overdue, radar
from kundebro.mail.digest import LINES_SHOWN
from kundebro.mail.models import MorningDigest
from kundebro.mail.operations import send_digests
from kundebro.mail.sender import make_round
from kundebro.users.choices import Language, Role, Scope
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.mail import make_account
from tests.factories.prospects import make_prospect, make_status
from tests.factories.users import make_user
from tests.fakes.mail_server import mail_server

pytestmark = pytest.mark.django_db

THURSDAY = date(2025, 11, 27)
SEVEN = datetime(2025, 11, 27, 7, 5, tzinfo=ZoneInfo("Europe/Copenhagen"))


def seller(name: str, **fields: object) -> User:
    return make_user(name=name, role=Role.SELLER, scope=Scope.OWN, **fields)  # type: ignore[arg-type]


def test_the_morning_overview_arrives_with_what_waits_for_each_person() -> None:
    anna, bo = seller("Anna", email="anna@fjordbo.example"), seller("Bo", email="bo@fjordbo.example")
    smith = make_prospect(name="Smedjen", responsible=anna, phone="+4511223344")
    make_activity(prospect=smith, by=anna, subject="Ring om port", date=THURSDAY, time=time(10, 30))
    make_activity(prospect=smith, by=anna, subject="Send tilbud", date=THURSDAY - timedelta(days=2))
    make_activity(prospect=smith, by=anna, subject="I morgen", date=THURSDAY + timedelta(days=1))
    make_prospect(name="Glemt Bageri", responsible=anna, mobile="+4522334455")
    make_prospect(name="Nej tak", responsible=anna, status=make_status(is_closed=True))
    make_prospect(name="Bos Kunde", responsible=bo)
    idle = seller("Ledig")

    with mail_server() as server:
        make_account(port=server.port)
        assert send_digests(now=SEVEN) == 2
        while make_round():
            pass
        letters = {str(letter["To"]): letter.get_body(("plain",)) for letter in server.taken}

    assert set(letters) == {"Anna <anna@fjordbo.example>", "Bo <bo@fjordbo.example>"}
    told = letters["Anna <anna@fjordbo.example>"]
    assert told is not None
    lines = [line for line in told.get_content().splitlines() if line and "http" not in line]
    assert lines[:7] == [
        "Godmorgen Anna",
        "Overskredet (1)",
        "- 25-11-2025 · Send tilbud · Smedjen · +45 11 22 33 44",
        "I dag (1)",
        "- kl. 10.30 · Ring om port · Smedjen · +45 11 22 33 44",
        "Uden næste skridt (1)",
        "- Glemt Bageri · +45 22 33 44 55",
    ]
    assert f"http://127.0.0.1:8000{reverse('activities:todo')}?tab=overdue" in told.get_content()
    assert MorningDigest.objects.get(user=idle, day=THURSDAY).mail is None


def test_more_than_fit_are_counted_and_the_oldest_are_told() -> None:
    anna = seller("Anna")
    smith = make_prospect(responsible=anna)
    for days in range(LINES_SHOWN + 2):
        make_activity(prospect=smith, by=anna, subject=f"For {days} dage siden", date=THURSDAY - timedelta(days=days))
        make_prospect(responsible=anna)

    late, plan = overdue(anna, THURSDAY), radar(anna, THURSDAY)

    assert late is not None
    assert plan is not None
    assert (late.count, late.more, plan.count, plan.more) == (LINES_SHOWN + 1, 1, LINES_SHOWN + 2, 2)
    assert late.lines[0].text.startswith("16-11-2025")


def test_a_manager_is_told_of_her_own_and_not_of_everyones() -> None:
    manager, anna = make_user(role=Role.SALES_MANAGER), seller("Anna")
    make_activity(prospect=make_prospect(responsible=anna), by=anna, date=THURSDAY)
    make_prospect(responsible=anna)

    assert (overdue(manager, THURSDAY), due_today(manager, THURSDAY), radar(manager, THURSDAY)) == (None, None, None)


def test_it_is_told_in_the_persons_language() -> None:
    anna = seller("Anna", email="anna@fjordbo.example", language=Language.ENGLISH)
    make_prospect(name="Forgotten", responsible=anna)

    with mail_server() as server:
        make_account(port=server.port)
        send_digests(now=SEVEN)
        make_round()
        (letter,) = server.taken

    told = letter.get_body(("plain",))
    assert told is not None
    assert "Without a next step (1)\n- Forgotten\n" in told.get_content().replace("\r\n", "\n")
