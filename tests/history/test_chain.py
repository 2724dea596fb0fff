"""History is proven by its digests: whatever is altered shows, and an erasure breaks nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from kundebro.core.verify import breached, verify
from kundebro.history.chain import COMMITMENT, canonical, commitment
from kundebro.history.invariants import _altered
from kundebro.history.models import Change, Changeset, Commitment, Seal
from kundebro.history.operations.seal import seal_history, seal_next
from kundebro.history.operations.undo import undo, undo_in_portions
from kundebro.history.recorder import FLUSH_AT, recording
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, create_prospect, create_prospects
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.users import make_user
from tests.history.unguarded import unguarded

pytestmark = pytest.mark.django_db


def told() -> dict[str, list[str]]:
    """What verify finds, by invariant."""
    return {verdict.invariant.id: [str(breach) for breach in verdict.breaches] for verdict in breached(verify())}


@pytest.fixture
def user() -> User:
    """Someone who has made two prospects, changed one and taken the change back; all of it sealed twice."""
    user = make_user(role=Role.SELLER)
    prospects = create_prospects([{"name": "Ærø Bådværft"}, {"name": "Zebra"}], by=user)
    seal_history()
    change_prospect(Prospect.objects.get(pk=prospects[0]), {"city": "Ærøskøbing"}, by=user)
    undo(Changeset.objects.latest("pk"), by=user)
    seal_history()
    return user


def test_what_was_written_holds(user: User) -> None:
    assert told() == {}
    assert (Commitment.objects.count(), Seal.objects.count()) == (3, 2)


@contextmanager
def unchecked() -> Iterator[None]:
    """SQLite takes a text that is no JSON any more."""
    for state in ("ON", "OFF"):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA ignore_check_constraints = {state}")
        if state == "ON":
            yield


def change_values() -> None:
    with connection.cursor() as cursor:
        stored = Change.objects.filter(kind="u").earliest("pk")
        text = canonical(stored.values).replace("Ærøskøbing", "Ærøskøbinh")
        cursor.execute(
            "UPDATE history_change SET values = %s WHERE id = %s".replace("values", '"values"'), [text, stored.pk]
        )


ALTERED: dict[str, tuple[Callable[[], object], set[str]]] = {
    "one letter of a value": (change_values, {"I-25 chain"}),
    "the salt": (lambda: Change.objects.update(salt=b"0123456789abcdef"), {"I-25 chain"}),
    "the kind of a change": (lambda: Change.objects.filter(kind="u").update(kind="c"), {"I-25 chain"}),
    "the version of a change": (lambda: Change.objects.filter(version=3).update(version=4), {"I-20", "I-25 chain"}),
    "whose change it was": (
        lambda: Change.objects.filter(version=3).update(object_id=7_000_000),
        {"I-20", "I-25 chain"},
    ),
    "who did it": (lambda: Changeset.objects.filter(operation="prospects.change").update(by=None), {"I-25 chain"}),
    "when": (
        lambda: Changeset.objects.filter(operation="history.undo").update(recorded_at=timezone.now()),
        {"I-25 chain"},
    ),
    "why": (lambda: Changeset.objects.update(reason="because"), {"I-25 chain"}),
    "how many": (lambda: Changeset.objects.filter(undoes=None).update(change_count=9), {"I-25"}),
    "a change gone": (lambda: Change.objects.latest("pk").delete(), {"I-20", "I-25", "I-25 chain"}),
    "a change more": (
        lambda: Change.objects.filter(pk=Change.objects.latest("pk").pk).first() and add_change(),
        {"I-20", "I-25", "I-25 chain"},
    ),
    "a digest": (
        lambda: Commitment.objects.filter(pk=first(Commitment)).update(digest="0" * 64),
        {"I-25 chain", "I-25 seals"},
    ),
    "a seal": (lambda: Seal.objects.filter(pk=first(Seal)).update(digest="0" * 64), {"I-25 seals"}),
    "when it was sealed": (
        lambda: Seal.objects.filter(pk=first(Seal)).update(sealed_at=timezone.now()),
        {"I-25 seals"},
    ),
    "a commitment in another seal": (
        lambda: Commitment.objects.update(seal=first(Seal)),
        {"I-25 seals"},
    ),
}


def first(model: type[Commitment | Seal]) -> int:
    return model._base_manager.order_by("pk").values_list("pk", flat=True)[0]


def add_change() -> None:
    latest = Change.objects.latest("pk")
    latest.pk, latest.version = None, latest.version + 1
    latest.save(force_insert=True)


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_is_found(what: str) -> None:
    alter, broken = ALTERED[what]

    with unguarded():
        alter()

    assert set(told()) == broken


def test_the_changeset_is_named_in_which_something_was_altered(user: User) -> None:
    with unguarded():
        change_values()

    changeset = Changeset.objects.get(operation="prospects.change")
    assert told() == {"I-25 chain": [f"history.Changeset: {changeset.pk}"]}


@pytest.mark.parametrize("fraction", [0.05, 0.3, 0.5, 0.7, 0.95])
def test_any_flipped_bit_of_a_value_is_found(user: User, fraction: float) -> None:
    for change in Change.objects.order_by("pk"):
        stored = canonical(change.values)
        place = int(len(stored) * fraction)
        flipped = stored[:place] + chr(ord(stored[place]) ^ 1) + stored[place + 1 :]
        if connection.vendor == "postgresql":  # takes nothing that is not JSON
            flipped = canonical({**change.values, "name": flipped})
        with unguarded(), unchecked(), connection.cursor() as cursor:
            cursor.execute('UPDATE history_change SET "values" = %s WHERE id = %s', [flipped, change.pk])

            assert list(_altered()) == [change.changeset_id]

            cursor.execute('UPDATE history_change SET "values" = %s WHERE id = %s', [stored, change.pk])
    assert list(_altered()) == []


def test_an_erasure_takes_the_values_and_leaves_the_chain(user: User) -> None:
    erased = Change.objects.earliest("pk")

    with unguarded():
        proof = commitment(canonical(erased.values), bytes(erased.salt))
        Change.objects.filter(pk=erased.pk).update(values={}, salt=proof)

    assert len(proof) == COMMITMENT
    assert told() == {}


def test_equal_values_cannot_be_told_by_their_commitments(user: User) -> None:
    with recording("test", by=user) as record:
        for _time in range(2):
            record.note(Prospect, 1, Change.Kind.UPDATED, version=9, values={"name": ["A", "B"]})

    one, other = Change.objects.order_by("-pk")[:2]
    text = canonical(one.values)
    assert commitment(text, bytes(one.salt)) != commitment(text, bytes(other.salt))


def test_a_changeset_in_portions_has_a_commitment_for_each_and_may_be_sealed_in_between(user: User) -> None:
    create_prospects([{"name": f"Firma {number}"} for number in range(2 * FLUSH_AT + 1)], by=user)
    created = Changeset.objects.latest("pk")

    for _step in undo_in_portions(created, by=user):
        seal_history()

    undone = Changeset.objects.get(undoes=created)
    assert list(created.commitments.values_list("count", flat=True)) == [2 * FLUSH_AT + 1]
    assert list(undone.commitments.order_by("pk").values_list("count", flat=True)) == [1000] * 4 + [1]
    assert told() == {}


def test_a_changeset_with_a_key_and_nothing_changed_is_proven_too(user: User) -> None:
    with recording("test", by=user, key="k1"):
        pass
    with recording("test", by=user, key="k1") as repeat:
        assert repeat.is_repeat

    assert Commitment.objects.filter(changeset__operation="test", count=0).count() == 1
    assert told() == {}


def test_what_is_committed_late_goes_into_a_later_seal(user: User) -> None:
    create_prospect({"name": "Tidlig"}, by=user)
    create_prospect({"name": "Sen"}, by=user)
    early, late = Commitment.objects.order_by("-pk")[:2]

    with unguarded():  # as if the other transaction had not committed when the seal was made
        Commitment.objects.filter(pk=late.pk).update(count=late.count)
        hidden = Commitment.objects.filter(pk=late.pk)
        kept = hidden.get()
        hidden.delete()
    seal_history()
    kept.save(force_insert=True)
    seal = seal_next(now=timezone.now())

    assert seal is not None
    assert [row.pk for row in seal.commitments.all()] == [late.pk]
    assert Commitment.objects.get(pk=early.pk).seal_id == seal.pk - 1
    assert told() == {}


def test_nothing_to_seal_makes_no_seal(user: User) -> None:
    assert seal_history() == 0


def test_the_digest_costs_little(user: User) -> None:
    values = {"name": "Ærø Bådværft", "city": "Ærøskøbing", "email": "post@vaerft.dk", "phone": "+4562521234"}
    rows = [{**values, "number": str(50_000 + number)} for number in range(FLUSH_AT)]
    begun = time.process_time()
    create_prospects(rows, by=user)
    whole = time.process_time() - begun

    stored = list(Change.objects.order_by("-pk")[:FLUSH_AT])
    begun = time.process_time()
    for change in stored:
        commitment(canonical(change.values), bytes(change.salt))
    alone = time.process_time() - begun

    assert alone < whole / 4


def test_history_from_before_the_chain_is_committed_to_as_it_stands(user: User) -> None:
    with unguarded():
        Commitment.objects.all().delete()
        Seal.objects.all().delete()
        Change.objects.update(salt=b"")

    import_module("kundebro.history.migrations.0003_commit_to_what_is_there").commit(apps, None)
    seal_history()

    assert told() == {}
    assert Commitment.objects.count() == Changeset.objects.count() == 3
    change_prospect(Prospect.objects.earliest("pk"), {"city": "Ribe"}, by=user)
    assert told() == {}
