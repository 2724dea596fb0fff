"""`kundebro verify` says what does not hold, and touches nothing."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from kundebro.core import search, verify
from kundebro.core.invariants import foreign_keys, migrations, search_indexes, search_rows
from kundebro.core.registry import Registry
from kundebro.core.verify import SHOWN, Breach, Invariant, breached, found, keys_of, rows_of, snapshot
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from kundebro.users.models import User
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry[Invariant]:
    """An empty registry in the place of the real one."""
    empty = Registry[Invariant](key=lambda invariant: invariant.id)
    monkeypatch.setattr(verify, "invariants", empty)
    return empty


def fail() -> Iterator[Breach]:
    yield Breach("shops.Shop", (3, 7))


def be_damaged() -> Iterator[Breach]:
    message = "database disk image is malformed"
    raise DatabaseError(message)
    yield


def hold() -> Iterator[Breach]:
    yield from found("shops.Shop", [])


def test_a_new_database_holds() -> None:
    assert breached(verify.verify()) == []


def test_what_does_not_hold_is_printed_with_its_rows_and_ends_with_one(
    registry: Registry[Invariant], capsys: pytest.CaptureFixture[str]
) -> None:
    registry.register(Invariant(id="I-90", title="Shops are open", check=fail))
    registry.register(Invariant(id="I-91", title="Shops are clean", check=hold))
    registry.register(Invariant(id="I-92", title="Shops are there", check=be_damaged))

    with pytest.raises(SystemExit) as ended:
        call_command("verify")

    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "I-90 Shops are open",
        "  shops.Shop: 3, 7",
        "I-92 Shops are there",
        "  DatabaseError: database disk image is malformed",
    ]
    assert lines[4].startswith("1 regel holder, 2 gør ikke (")


def test_only_fast_ones_are_asked_every_hour(registry: Registry[Invariant]) -> None:
    registry.register(Invariant(id="I-90", title="Slow", check=fail))
    registry.register(Invariant(id="I-91", title="Fast", check=fail, is_fast=True))

    assert [verdict.invariant.id for verdict in verify.verify(is_fast=True)] == ["I-91"]
    assert [verdict.invariant.id for verdict in verify.verify()] == ["I-90", "I-91"]


def test_many_rows_are_cut_short() -> None:
    [breach] = found("shops.Shop", range(SHOWN + 1))

    assert (len(breach.rows), breach.has_more) == (SHOWN, True)
    assert str(breach).endswith("19 …")


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_written_while_it_looks() -> None:
    make_user()

    with pytest.raises(DatabaseError), snapshot():
        User.objects.update(name="Another")

    assert User.objects.update(name="Another") == 1


@pytest.mark.django_db(transaction=True)
def test_writing_goes_on_after_a_rule_met_a_damaged_database(registry: Registry[Invariant]) -> None:
    registry.register(Invariant(id="I-90", title="Shops are there", check=ask_for_what_is_not_there))

    assert len(breached(verify.verify())) == 1

    assert make_user().pk


def ask_for_what_is_not_there() -> Iterator[Breach]:
    yield from found("shops", keys_of("SELECT id FROM shops_shop"))


@pytest.mark.django_db(transaction=True)
def test_it_looks_at_one_moment_in_portions_that_fit() -> None:
    with snapshot():
        rows = rows_of("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3")

        assert [*rows] == [(1,), (2,), (3,)]


def test_a_migration_that_is_missing_or_unknown_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = '0099_later' WHERE app = 'home' OR name = '0002_roles'")

    named = [str(breach) for breach in migrations()]

    assert named == ["migrate: contacts.0002_roles", "django_migrations: contacts.0099_later"]


def test_a_missing_search_index_is_named() -> None:
    index = search.index_name(Prospect)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {'TABLE' if connection.vendor == 'sqlite' else 'INDEX'} {index}")

    assert index in str(next(search_indexes()))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index and its keys itself")
def test_rows_that_cannot_be_found_and_keys_that_point_at_nothing_are_named() -> None:
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=make_user())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM prospects_prospect_search_docsize")
        cursor.execute("UPDATE prospects_prospect SET status_id = 777")

    assert [breach.rows for breach in search_rows()] == [(prospect.pk,)]
    assert [breach.rows for breach in foreign_keys()] == [
        (f"prospects_prospect {prospect.pk} → prospects_prospectstatus",)
    ]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE prospects_prospect SET status_id = NULL")
