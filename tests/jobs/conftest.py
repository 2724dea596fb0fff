from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.live import Live, live, make_tables, new_database, settle


@pytest.fixture(scope="session")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a database with its tables."""
    with django_db_blocker.unblock(), new_database(tmp_path_factory.mktemp("prepared")) as url:
        make_tables(url)
        settle(url)
        yield url


@pytest.fixture
def installation(prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """An installation with its tables."""
    with django_db_blocker.unblock(), live(tmp_path, copied_from=prepared) as running:
        yield running


@pytest.fixture
def empty_installation(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """An installation that has never been started."""
    with django_db_blocker.unblock(), live(tmp_path, copied_from="") as running:
        yield running
