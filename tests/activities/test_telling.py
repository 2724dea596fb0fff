"""Who is told of what: what others gave one to do, and each morning what is due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kundebro.activities.operations import (
    NextStep,
    change_activity,
    create_activities,
    finish_activity,
)
from kundebro.activities.operations.tell import tell_what_is_due
from kundebro.mail.models import Notification
from kundebro.mail.queries import news_for
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.activities import activity_type, make_activity
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

HOME = ZoneInfo("Europe/Copenhagen")
THURSDAY = datetime(2026, 11, 26, 6, 5, tzinfo=HOME)


@pytest.fixture
def manager() -> User:
    return make_user(role=Role.SALES_MANAGER, name="Michael")


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER, name="Søren")


def told() -> list[tuple[int, str, str]]:
    return list(Notification.objects.order_by("pk").values_list("user", "text", "url"))


def test_whoever_is_given_an_activity_is_told_and_whoever_plans_ones_own_is_not(manager: User, seller: User) -> None:
    prospect = make_prospect(name="Kolding Døre")
    make_activity(prospect=prospect, by=seller)

    given = make_activity(prospect=prospect, by=manager, responsible=seller, subject="Ring om tilbud")

    sentence = "Michael har givet dig: Ring om tilbud – Kolding Døre"
    assert told() == [(seller.pk, sentence, f"/activities/{given.pk}/")]


def test_what_was_done_already_is_no_news(manager: User, seller: User) -> None:
    make_activity(by=manager, responsible=seller, is_done=True)

    assert told() == []


def test_many_at_once_are_told_in_one_sentence(manager: User, seller: User) -> None:
    for _number in range(3):
        make_prospect(responsible=seller)
    make_prospect(responsible=manager)

    create_activities(Prospect.objects.all(), {"activity_type": activity_type(), "subject": "Messe"}, by=manager)

    assert told() == [(seller.pk, "Michael har givet dig 3 aktiviteter: Messe", "/todo/")]


def test_another_responsible_is_told_and_the_same_is_not_told_again(manager: User, seller: User) -> None:
    activity = make_activity(by=manager)

    changed = change_activity(activity, {"responsible": seller}, by=manager)
    change_activity(changed, {"subject": "Noget andet"}, by=manager)

    assert [user for user, _text, _url in told()] == [seller.pk]


def test_a_next_step_for_somebody_else_is_told(manager: User, seller: User) -> None:
    activity = make_activity(by=manager)

    finish_activity(activity, by=manager, next_step=NextStep({"responsible": seller, "subject": "Send katalog"}))

    assert [user for user, text, _url in told() if "Send katalog" in text] == [seller.pk]


def test_each_morning_one_is_told_once_how_much_is_due_and_late(seller: User) -> None:
    for day in (-2, 0, 0, 1):
        make_activity(by=seller, date=THURSDAY.date() + timedelta(days=day))
    make_activity(by=make_user(is_active=False), date=THURSDAY.date())

    assert [tell_what_is_due(now=THURSDAY + timedelta(minutes=minutes)) for minutes in (0, 5)] == [1, 1]

    sentence = "2 aktiviteter er til i dag · 1 er overskredet"
    assert told() == [(seller.pk, sentence, "/todo/")]


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 25)])
def test_nothing_is_told_at_weekends_and_on_holidays(seller: User, day: date) -> None:
    make_activity(by=seller, date=day)

    assert tell_what_is_due(now=datetime(day.year, day.month, day.day, 8, tzinfo=HOME)) == 0
    assert told() == []


def test_the_morning_digest_leaves_what_is_due_to_its_own_section(seller: User) -> None:
    make_activity(by=seller, date=THURSDAY.date())
    tell_what_is_due(now=THURSDAY)

    assert news_for(seller, THURSDAY.date()) is None
