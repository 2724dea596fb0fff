"""The first rows of each day, asked for at once."""

from datetime import date, timedelta

import pytest

from kundebro.activities.models import Activity
from kundebro.core.first_rows import first_keys
from tests.factories.activities import make_activity
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
WEEK = [MONDAY + timedelta(days=count) for count in range(7)]


def test_each_day_gives_its_first_rows_in_the_order_of_the_question() -> None:
    by = make_user()
    made = [
        make_activity(by=by, date=WEEK[day], subject=subject)
        for day, subject in ((0, "c"), (2, "b"), (0, "a"), (0, "b"))
    ]

    first, last = first_keys(
        [(Activity.objects.order_by(order), "date") for order in ("subject", "-pk")], WEEK, most=2
    )

    assert first == {WEEK[0]: [made[2].pk, made[3].pk], WEEK[2]: [made[1].pk]}
    assert last == {WEEK[0]: [made[3].pk, made[2].pk], WEEK[2]: [made[1].pk]}


def test_conditions_with_parameters_hold_within_each_day() -> None:
    by = make_user()
    wanted = make_activity(by=by, date=WEEK[1], subject="Ring")
    make_activity(by=by, date=WEEK[1], subject="Skriv")

    asked = [(rows, "date") for rows in (Activity.objects.none(), Activity.objects.filter(subject="Ring"))]
    assert first_keys(asked, WEEK, most=5) == [{}, {WEEK[1]: [wanted.pk]}]
    assert first_keys(asked, [], most=5) == [{}, {}]
