"""Every address × method × role answers as the policy says, and what is refused changes nothing (USR-2 to USR-4)."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.utils.safestring import SafeString
from rules.permissions import permissions

from kundebro.users.choices import Role
from tests.authorization.people import OWN, PEOPLE, Person, World, make_world
from tests.authorization.policy import ANY, METHODS, PUBLIC, Row, asked, matrix, rights, routes
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

WRITE = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
LOGS = frozenset({"django_session", "usersessions_usersession", "users_securityevent", "cache"})
"""Written by any request: who was here, and what was refused."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
EVERYTHING_TRIED_BY = ("anonymous", "seller, own records")
"""Who also tries the methods that no address offers, where no database is asked yet: on one kind of them."""

SIGN_IN = "/account/login/"
browser = Client(raise_request_exception=False)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(routes()) ^ set(matrix())) == []


def test_every_right_has_a_row_and_every_row_a_right() -> None:
    assert sorted(set(permissions) ^ set(rights())) == []


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_rights_of_its_column(role: Role) -> None:
    user = make_user(role=role)

    assert {right for right in permissions if user.has_perm(right)} == {
        right for right, roles in rights().items() if role in roles
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_every_address_answers_as_the_policy_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Template, "render", lambda *_args, **_kwargs: SafeString(""))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    person = PEOPLE[name]
    world = make_world(person)

    methods = METHODS if name in EVERYTHING_TRIED_BY and connection.vendor == "sqlite" else ()

    wrong = [sentence for route in matrix() for sentence in mistakes(route, person, world, methods)]

    assert wrong == []


def mistakes(route: str, person: Person, world: World, methods: Sequence[str]) -> Iterator[str]:
    """What goes wrong at one address with what it offers and with the other methods, as sentences."""
    rows = list(matrix()[route].values())
    for method in sorted({row.method for row in rows if row.method != ANY}.union(methods)) or ["GET"]:
        row = asked(route, method)
        for whose in row.owners if row and method != "HEAD" else (OWN,):
            thing = world.things[rows[0].object, whose] if rows[0].object else {}
            with recorded_writes() as written:
                answer = answer_to(method, rows[0].url(thing), world.session)
            told = f"{method} /{route} ({whose}): {answer.status_code}"
            expected = expectation(rows, row, person, whose)
            if not fits(answer, expected) and not (method == "HEAD" and answer.status_code == 405):
                yield f"{told}, expected {expected}"
            may_write = expected == "an answer" and method not in SAFE
            if written and not may_write:
                yield f"{told}, and wrote to {', '.join(sorted(written))}"


def expectation(rows: Sequence[Row], row: Row | None, person: Person, whose: str) -> str:
    """What the policy says of a person who asks for somebody's thing; `row` is None for a method not offered."""
    if not person.has_access and all(each.policy != PUBLIC for each in rows):
        return "sign-in"
    if row is None:
        return "405"
    if row.method == ANY or row.policy == PUBLIC:
        return "no failure"
    if not row.allows(person):
        return "403" if whose == OWN else "403 or 404"
    return "an answer" if person.sees(whose, row.scope) else "404"


def fits(answer: HttpResponse, expected: str) -> bool:
    """Whether that is what came."""
    status, is_sign_in = answer.status_code, answer.headers.get("Location", "").startswith(SIGN_IN)
    if expected == "sign-in":
        return is_sign_in
    if expected == "no failure":
        return status < 500
    if expected == "an answer":
        return status < 500 and status not in (403, 404, 405) and not is_sign_in
    if expected == "405":
        return status in (403, 405)
    return str(status) in expected.split(" or ")


def answer_to(method: str, url: str, session: str) -> HttpResponse:
    """The answer to a bare request; what it did is taken back."""
    browser.cookies.clear()
    if session:
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer: Any = browser.generic(method, url, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


@contextmanager
def recorded_writes() -> Iterator[set[str]]:
    """The tables written to meanwhile, but for logs."""
    written: set[str] = set()

    def record(execute: Any, sql: str, *arguments: Any) -> Any:
        if (match := WRITE.match(sql)) and match[1] not in LOGS:
            written.add(match[1])
        return execute(sql, *arguments)

    with connection.execute_wrapper(record):
        yield written
