"""Who must set up a second factor gets no other page, whatever the address and the method, and changes nothing."""

import logging
from collections.abc import Iterator, Sequence

import pytest
from django.template.backends.django import Template
from django.urls import resolve
from django.utils.safestring import SafeString
from pytest_django.fixtures import Settings

from kundebro.users.middleware import OPEN_WITHOUT_SECOND_FACTOR
from tests.authorization.people import OWN, PEOPLE, World, make_world
from tests.authorization.policy import METHODS, matrix
from tests.authorization.test_matrix import answer_to, recorded_writes
from tests.factories.users import make_second_factor

pytestmark = pytest.mark.django_db

SET_UP = "/profile/second-factor/"


@pytest.fixture(autouse=True)
def _required_and_bare(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setattr(Template, "render", lambda *_args, **_kwargs: SafeString(""))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


@pytest.mark.parametrize("name", ["administrator", "bookkeeper"])
def test_every_address_leads_there(name: str) -> None:
    world = make_world(PEOPLE[name])

    assert list(answered(world, METHODS if name == "administrator" else ["GET", "POST"])) == []


def test_with_one_the_same_addresses_answer() -> None:
    world = make_world(PEOPLE["administrator"])
    assert world.user is not None
    make_second_factor(world.user)

    assert len(list(answered(world, ["GET"]))) > len(matrix()) / 2


def answered(world: World, methods: Sequence[str]) -> Iterator[str]:
    """What answers itself instead of leading to the set-up, or writes, as sentences."""
    for route, rows in matrix().items():
        row = next(iter(rows.values()))
        url = row.url(world.things[row.object, OWN] if row.object else {})
        if resolve(url).view_name in OPEN_WITHOUT_SECOND_FACTOR:
            continue
        for method in methods:
            with recorded_writes() as written:
                answer = answer_to(method, url, world.session)
            if answer.headers.get("Location") != SET_UP or answer.content or written:
                yield f"{method} /{route}: {answer.status_code}, wrote {sorted(written)}"
