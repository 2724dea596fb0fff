"""Two people at once; on SQLite every writing transaction stands alone and there is nothing to show."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from kundebro.users.choices import Role, SecurityEventKind
from kundebro.users.models import SecurityEvent, User
from kundebro.users.operations import (
    InvitationNotValid,
    LastAdministrator,
    accept_invitation,
    change_user,
    invite,
    remember,
    security_log,
)
from kundebro.users.queries import first_broken_event
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _only_where_writers_meet() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def at_once(*calls: Callable[[], Any]) -> list[type]:
    """Call all in threads of their own; the types of what came back, exceptions too, in order of their names."""

    def outcome(call: Callable[[], Any]) -> type:
        try:
            return type(call())
        except Exception as refused:  # noqa: BLE001  the test looks at it
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(outcome, calls), key=lambda kind: kind.__name__)


def test_two_administrators_cannot_demote_each_other_at_once() -> None:
    one, other = make_user(role=Role.ADMINISTRATOR), make_user(role=Role.ADMINISTRATOR)

    outcomes = at_once(
        lambda: change_user(other, {"role": Role.SELLER}, by=one),
        lambda: change_user(one, {"role": Role.SELLER}, by=other),
    )

    assert outcomes == [LastAdministrator, User]
    assert User.objects.administrators().count() == 1


def test_an_invitation_used_twice_at_once_lets_one_in() -> None:
    token = urlsplit(invite(make_user(), by=None, base_url="http://x")).path.strip("/").rsplit("/", 1)[-1]

    def accept() -> User:
        return accept_invitation(token, password=PASSWORD, now=datetime.now(UTC))

    assert at_once(accept, accept, accept) == [InvitationNotValid, InvitationNotValid, User]


def test_many_writers_make_one_chain() -> None:
    at_once(*[lambda: security_log(SecurityEventKind.DENIED, text="GET /")] * 8)

    assert SecurityEvent.objects.count() == 8
    assert first_broken_event() is None


def test_choices_made_at_once_are_all_remembered() -> None:
    user = make_user()
    copies = [User.objects.get(pk=user.pk) for _number in range(4)]

    at_once(*(lambda copy=copy: remember(copy, f"list-{id(copy)}", True) for copy in copies))

    assert len(User.objects.get(pk=user.pk).preferences) == 4
