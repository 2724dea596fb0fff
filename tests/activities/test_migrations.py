"""What an upgrade makes of the days that were typed as next follow-ups."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kundebro.activities.models import Activity
from kundebro.core.verify import breached, verify
from kundebro.history.models import Change
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from tests.live import connected_to, new_database

BEFORE = [("activities", "0006_pinned"), ("prospects", "0013_sorted_by_figures")]
DAY = date(2027, 1, 4)
LOOKED_AT = {"I-13", "I-20", "I-25", "I-25 chain"}


@pytest.fixture
def _empty(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database of its own."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield


def noted(number: str, **values: object) -> dict[str, object]:
    """A prospect as it stood, with what is found by."""
    found_by = dict.fromkeys(("number_key", "number_sort", "sort_name", "search_text"), number)
    now = timezone.now()
    return {"number": number, "name": number, "created_at": now, "changed_at": now, **found_by, **values}


@pytest.mark.usefixtures("_empty")
def test_a_typed_day_becomes_a_task_that_history_knows_and_goes_back_to_being_a_day() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    old = executor.migrate(BEFORE).apps
    seller = old.get_model("users", "User")._default_manager.create(name="Mette", email="m@firma.example")
    prospects = old.get_model("prospects", "Prospect")._default_manager
    prospects.create(**noted("1", next_follow_up_on=DAY, responsible=seller))
    prospects.create(**noted("2", next_follow_up_on=DAY))
    prospects.create(**noted("3"))

    MigrationExecutor(connection).migrate(latest)

    mette = User.objects.get()
    tasks = Activity.objects.order_by("prospect__number").values_list("prospect__number", "due_on", "responsible")
    assert list(tasks) == [("1", DAY, mette.pk), ("2", DAY, mette.pk)]
    assert set(Activity.objects.values_list("subject", "activity_type__code")) == {("Følg op", "OPGAVE")}
    looked_at = [verdict for verdict in verify() if verdict.invariant.id in LOOKED_AT]
    told = {breach.where for verdict in breached(looked_at) for breach in verdict.breaches}
    assert told == {"prospects.Prospect"}  # nobody recorded those above
    assert Change.objects.filter(content_type__model="activity").count() == 2

    MigrationExecutor(connection).migrate([BEFORE[0]])

    days = Prospect.objects.order_by("number").values_list("number", "next_follow_up_on")
    assert (list(days), Activity.objects.exists()) == ([("1", DAY), ("2", DAY), ("3", None)], False)
    assert [kind for (kind,) in Change.objects.order_by("pk").values_list("kind")] == ["c", "c", "d", "d"]
