"""What an upgrade makes of the days that were typed as next follow-ups."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kundebro.activities.models import Activity
from kundebro.core.verify import breached, verify
from kundebro.history.models import Change
from kundebro.prospects.models import Prospect
from tests.factories.activities import make_activity
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
DAY, LATER = date(2027, 1, 4), date(2027, 2, 1)
LOOKED_AT = {"I-13", "I-20", "I-25", "I-25 chain"}


@pytest.fixture
def steps() -> tuple[Callable[[], None], Callable[[], None]]:
    """The migration there and back, as it runs in an upgrade."""
    loader = MigrationLoader(connection)
    named = (key for key in loader.disk_migrations if key[0] == "activities" and key[1].endswith("_next_follow_ups"))
    key = next(named)
    (step,) = loader.disk_migrations[key].operations
    apps: Any = loader.project_state(key).apps
    run: Any = step
    return lambda: run.code(apps, None), lambda: run.reverse_code(apps, None)


def days() -> list[date | None]:
    return list(Prospect.objects.order_by("pk").values_list("next_follow_up_on", flat=True))


def all_is_well() -> bool:
    return breached(verdict for verdict in verify() if verdict.invariant.id in LOOKED_AT) == []


def test_a_typed_day_becomes_a_task_that_history_knows_and_goes_back_to_being_a_day(
    steps: tuple[Callable[[], None], Callable[[], None]],
) -> None:
    upgrade, go_back = steps
    mette = make_user(name="Mette")
    first, nobodys, _none, sooner, later = (make_prospect(by=mette) for _each in range(5))
    Prospect._base_manager.filter(pk=nobodys.pk).update(responsible=None)
    make_activity(prospect=sooner, by=mette, date=DAY, subject="Ring")
    make_project(prospect=later, by=mette, follow_up_on=LATER)
    Prospect._base_manager.filter(pk__in=[first.pk, nobodys.pk, later.pk]).update(next_follow_up_on=DAY)
    Prospect._base_manager.filter(pk=sooner.pk).update(next_follow_up_on=LATER)
    before = Change.objects.latest("pk").pk

    upgrade()

    tasks = Activity.objects.filter(subject="Følg op").order_by("prospect")
    told = tasks.values_list("prospect", "due_on", "responsible", "activity_type__code")
    assert list(told) == [(each.pk, DAY, mette.pk, "OPGAVE") for each in (first, nobodys, later)]
    assert (days(), all_is_well()) == ([DAY, DAY, None, DAY, DAY], True)

    go_back()

    assert (days(), tasks.exists()) == ([DAY, DAY, None, DAY, DAY], False)
    assert [kind for (kind,) in Change.objects.filter(pk__gt=before).order_by("pk").values_list("kind")] == [
        *"ccc",
        *"ddd",
    ]
    upgrade()
    assert (days(), tasks.count(), all_is_well()) == ([DAY, DAY, None, DAY, DAY], 3, True)


def test_where_nothing_was_typed_the_upgrade_leaves_no_trace(
    steps: tuple[Callable[[], None], Callable[[], None]],
) -> None:
    make_prospect()
    before = Change.objects.count()

    steps[0]()

    assert (Activity.objects.exists(), Change.objects.count()) == (False, before)
