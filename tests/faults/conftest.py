"""What the faults hit: one prepared database for the session, copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from kundebro.core.verify import breached, verify
from kundebro.users.choices import Role
from tests.factories.users import make_user
from tests.faults.fair import known_prospects
from tests.live import Live, connected_to, live, new_database, settle


@pytest.fixture(scope="session")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, migrated: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a database with an administrator and the prospects that the fair's list is about."""
    folder = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock(), new_database(folder, copied_from=migrated) as url:
        with connected_to(url):
            known_prospects(make_user(role=Role.ADMINISTRATOR))
        settle(url)
        yield url


@pytest.fixture
def installation(prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """An installation on a copy of the prepared database, in which everything must hold afterwards."""
    with django_db_blocker.unblock(), live(tmp_path, copied_from=prepared) as running:
        yield running
        with connected_to(running.url):
            assert breached(verify()) == []
