from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.live import Live, live


@pytest.fixture
def installation(migrated: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """An installation with its tables."""
    with django_db_blocker.unblock(), live(tmp_path, copied_from=migrated) as running:
        yield running


@pytest.fixture
def empty_installation(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """An installation that has never been started."""
    with django_db_blocker.unblock(), live(tmp_path, copied_from="") as running:
        yield running
