"""Twenty who change prospect, debtor and creditor while sync is switched on and off (reliability.md F-19)."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.contrib.contenttypes.models import ContentType

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import change_contact, create_contact
from kundebro.core.verify import breached, verify
from kundebro.history.models import Change, Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.operations import change_creditor, change_debtor
from kundebro.prospects.choices import FieldOwner
from kundebro.prospects.models import Prospect, SyncSwitch
from kundebro.prospects.operations import (
    bring_all_in_step,
    change_prospect,
    change_prospects,
    set_sync,
    transfer_to_creditor,
    transfer_to_debtor,
)
from kundebro.prospects.queries.sync import out_of_step
from kundebro.users.models import User
from tests.faults.together import at_once
from tests.live import Live, connected_to

CLIENTS: Final = 20
EACH: Final = 3
COMPANIES: Final = 2
FIELDS: Final = ("city", "phone", "attention", "search_name")

OPERATIONS: Final = ("prospects.change", "prospects.change-many", "ledger.change-debtor", "ledger.change-creditor")

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def companies() -> list[Prospect]:
    return list(Prospect.objects.exclude(debtor=None).order_by("pk"))


def prepare(*, is_on: bool) -> None:
    """Two companies that are debtor and creditor and have a primary contact."""
    user = User.objects.get()
    for prospect in Prospect.objects.order_by("pk")[:COMPANIES]:
        create_contact(prospect, {"name": "Åse Ågård", "is_primary": True}, by=user)
        transfer_to_debtor(prospect, by=user)
        transfer_to_creditor(prospect, by=user)
    set_sync(is_on=is_on, owners={}, by=user)


def edit(place: int, turn: int, user: User, chance: random.Random) -> None:
    prospect = chance.choice(companies())
    values = {chance.choice(FIELDS): f"{place}-{turn}"}
    acts: list[Callable[[], Any]] = [
        lambda: change_prospect(prospect, values, by=user),
        lambda: change_debtor(Debtor.objects.get(pk=prospect.debtor_id), values, by=user),
        lambda: change_creditor(Creditor.objects.get(pk=prospect.creditor_id), values, by=user),
        lambda: change_prospects(Prospect.objects.exclude(debtor=None).order_by("-pk"), values, by=user),
        lambda: change_contact(
            Contact.objects.get(prospect=prospect, is_primary=True), {"name": f"{place}-{turn}"}, by=user
        ),
    ]
    chance.choice(acts)()


def client(place: int) -> Counter[str]:
    """Edit after edit, now and then taken back; what became of them."""
    user, chance, told = User.objects.get(), random.Random(place), Counter[str]()  # noqa: S311  no secret
    for turn in range(EACH):
        try:
            edit(place, turn, user, chance)
            told["done"] += 1
            mine = latest_changeset()
            if mine is not None and chance.random() < 0.2:
                undo(mine, by=user)
                told["undone"] += 1
        except (StaleWrite, UndoRefused) as refused:
            told[type(refused).__name__] += 1
    return told


def toggle(place: int) -> Counter[str]:
    user = User.objects.get()
    for turn in range(EACH):
        set_sync(is_on=bool((turn + place) % 2), owners={}, by=user)
    return Counter(toggled=EACH)


def writes() -> dict[int, tuple[int, list[tuple[str, int]]]]:
    """By changeset that edits: the key of its first change, and the records it wrote."""
    found: dict[int, tuple[int, list[tuple[str, int]]]] = {}
    edits = Change.objects.filter(changeset__operation__in=OPERATIONS, kind=Change.Kind.UPDATED).order_by("pk")
    for pk, changeset, model, key in edits.values_list("pk", "changeset", "content_type__model", "object_id"):
        found.setdefault(changeset, (pk, []))[1].append((model, key))
    return found


def switched() -> list[tuple[int, bool]]:
    """When the switch was turned, by the key of the change."""
    kind = ContentType.objects.get_for_model(SyncSwitch)
    changes = Change.objects.filter(content_type=kind, kind=Change.Kind.UPDATED).order_by("pk")
    return [(pk, values["is_on"][1]) for pk, values in changes.values_list("pk", "values")]


def is_on_at(change: int, turns: list[tuple[int, bool]]) -> bool:
    return next((is_on for pk, is_on in reversed(turns) if pk < change), False)


@pytest.mark.parametrize("togglers", [0, 2])
def test_all_cards_agree_in_the_end_and_nobody_waits_for_ever(installation: Live, togglers: int) -> None:
    with connected_to(installation.url):
        prepare(is_on=not togglers)

    def act(place: int) -> Counter[str]:
        return toggle(place) if place < togglers else client(place)

    answers = at_once(CLIENTS, act, url=installation.url)

    assert [answer for answer in answers if not isinstance(answer, Counter)] == []
    total = sum(answers, Counter[str]())
    assert total["done"] + total["StaleWrite"] >= (CLIENTS - togglers) * EACH
    with connected_to(installation.url):
        assert breached(verify()) == []
        turns = switched()
        for changeset, (first, rows) in writes().items():
            assert max(Counter(rows).values()) == 1, Changeset.objects.get(pk=changeset)
            if not is_on_at(first, turns) and Changeset.objects.get(pk=changeset).operation != "prospects.change-many":
                assert len(rows) == 1, f"{changeset} wrote {rows} while it was off"
        set_sync(is_on=True, owners={}, by=User.objects.get())
        bring_all_in_step(Prospect.objects.all(), dict.fromkeys(FIELDS, FieldOwner.CRM), by=User.objects.get())
        assert list(out_of_step(fields=FIELDS)) == []
        if not togglers:
            assert total["StaleWrite"] == 0
