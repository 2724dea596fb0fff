"""Whatever is done and taken back, the figures stored on the prospects are those worked out anew (I-13)."""

import os
from datetime import date

import pytest
import time_machine

from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.prospects.invariants import figures_kept
from tests.factories.users import make_user
from tests.office import Office

pytestmark = pytest.mark.django_db
STEPS = 500
LOOKED_AT_EACH = int(os.environ.get("KUNDEBRO_LOOKED_AT_EACH") or 10)
"""1 tells the very step that a failure began with."""
LOOKED_AT = {"I-13", "I-13 texts", "I-20", "I-25", "I-25 chain"}


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel("2026-11-26T10:00:00+01:00"):
        yield


@pytest.mark.parametrize("seed", [20261126])
def test_five_hundred_steps_forth_and_back_leave_every_figure_right(seed: int) -> None:
    office = Office(make_user(), seed, today=date(2026, 11, 26))

    for step in range(STEPS):
        office.does_something()
        if step % LOOKED_AT_EACH == 0:
            assert list(figures_kept()) == [], f"step {step}: {Changeset.objects.latest('pk').operation}"

    assert set(office.done) == {name for name, count in office.done.items() if count}, office.done
    told = breached(verdict for verdict in verify() if verdict.invariant.id in LOOKED_AT)
    assert told == []
