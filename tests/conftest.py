"""What every test stands on: a data folder of its own, plain static files, no network."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management.commands import flush
from pytest_django import DjangoDbBlocker

from kundebro.core import append_only
from tests.migrated import Template, one_at_a_time, shared_folder

# Playwright leaves an event loop running in the thread; the tests after it use the database from there all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_configure() -> None:
    """Cheap password hashing, static files without manifest, no second factor where it is not what the test is about."""
    configured.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    configured.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    configured.WHITENOISE_AUTOREFRESH = True
    configured.REQUIRE_SECOND_FACTOR = False


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def _first_in_line(
    _template: Template, django_test_environment: None, django_db_modify_db_settings: None
) -> Iterator[ExitStack]:
    """While this process makes its test database, no other makes one of the kind."""
    with ExitStack() as line:
        line.enter_context(one_at_a_time(_template.folder))
        patch = line.enter_context(pytest.MonkeyPatch.context())
        if _template.is_made:
            _template.let_test_databases_begin_with_it(patch)
        yield line


@pytest.fixture(scope="session")
def django_db_setup(
    _template: Template, _first_in_line: ExitStack, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The test database, migrated by this process or copied from the one that another has migrated."""
    if not _template.is_made:
        with django_db_blocker.unblock():
            _template.make()
    _first_in_line.close()


@pytest.fixture(scope="session")
def migrated(_template: Template, django_db_setup: None) -> str:
    """The address of a migrated database without further rows, to copy others from."""
    return _template.url


@pytest.fixture(autouse=True)
def _data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    settings.BACKUPS = settings.DATA / "backups"


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            message = f"A test tried to reach {host}."
            raise RuntimeError(message)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def _emptied_after_transactions() -> Iterator[None]:
    """A test that commits is followed by a flush of all tables; guarded ones let it through, and are guarded again."""
    statements = flush.sql_flush

    def unguarded(*arguments: Any, **named: Any) -> list[str]:
        for guard in append_only.guards:
            append_only.remove(guard, append_only.standing(guard))
        return statements(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", unguarded)
        yield
