"""A Kundebro of its own: a data folder, a database and real processes on them, stopped and gone in any case."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.db.utils import load_backend
from django.utils import timezone

from kundebro.config.environment import database_from_url
from kundebro.users.models import User
from kundebro.users.sessions import SEEN_AT, SIGNED_IN_AT

REPOSITORY = Path(__file__).resolve().parents[1]
PATIENCE = 60
CSRF = "k" * 32
FIELD = re.compile(r'<(?:input|textarea)\b[^>]*\bname="(?P<name>[^"]+)"[^>]*>')
VALUE = re.compile(r'\bvalue="([^"]*)"')


def wait_until(holds: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait for something another process does; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Let this thread's Django work on the database at the address instead of the test database."""
    usual = connections["default"]
    wanted = {**usual.settings_dict, **database_from_url(url, Path(settings.DATA))}
    connections["default"] = load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, "default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual
        ContentType.objects.clear_cache()


@contextmanager
def new_database(folder: Path, *, copied_from: str = "") -> Iterator[str]:
    """The address of a database of its own, of the kind the tests run on: empty, or a copy of another."""
    if connection.vendor == "sqlite":
        path = folder / f"{uuid4().hex}.sqlite3"
        if copied_from:
            shutil.copyfile(urlsplit(copied_from).path, path)
        yield f"sqlite://{path}"
        for file in folder.glob(f"{path.name}*"):
            file.unlink()
        return
    name, template = f"live_{uuid4().hex}", urlsplit(copied_from).path.lstrip("/") or "template1"
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  Django's own way to the server
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield address_of(name)
    finally:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address_of(name: str) -> str:
    """The address of a database on the PostgreSQL server that the tests run on."""
    usual = connection.settings_dict
    host, port = quote(usual["HOST"], safe="/"), usual["PORT"] or ""
    return f"postgres://{usual['USER']}:{usual['PASSWORD']}@/{name}?host={host}" + (f"&port={port}" if port else "")


def settle(url: str) -> None:
    """Bring what SQLite keeps beside its file into the file, so that it may be copied."""
    with connected_to(url):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass
class Live:
    """Processes of one installation."""

    folder: Path
    url: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start `python -m …`, in a process group of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env={
                **os.environ,
                "KUNDEBRO_DATA": str(self.folder),
                "KUNDEBRO_DATABASE_URL": self.url,
                "KUNDEBRO_SECRET_KEY": str(settings.SECRET_KEY),
                "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)]),
            },
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def serve(self, *, threads: int = 4) -> "Server":
        """Start the web process at a free port, and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        arguments = ["--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--threads", str(threads)]
        process = self.start("kundebro.jobs.processes.web", *arguments)
        server = Server(port)

        def answers() -> bool:
            assert process.poll() is None, "the web process has ended"
            try:
                return server.get("/jobs/health/").status < 500
            except OSError:
                return False

        wait_until(answers)
        return server

    def stop(self) -> None:
        """End everything that was started."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def live(folder: Path, *, copied_from: str) -> Iterator[Live]:
    """An installation on a copy of the database; its processes end and its database goes whatever happens."""
    with new_database(folder, copied_from=copied_from) as url:
        installation = Live(folder, url)
        try:
            yield installation
        finally:
            installation.stop()


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def fields(self) -> dict[str, str]:
        """The inputs of the page's forms with the values they came with; empty for text areas."""
        found = {}
        for match in FIELD.finditer(self.text):
            value = VALUE.search(match[0])
            found[match["name"]] = value[1] if value else ""
        return found


@dataclass(frozen=True)
class Server:
    """A running web process, asked over HTTP by a browser with or without a session."""

    port: int
    session: str = ""

    def signed_in(self, session: str) -> "Server":
        """The same server, asked by the one whose session it is."""
        return Server(self.port, session)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": CSRF}, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            talk.request(method, path, body, headers)
            answer = talk.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            talk.close()


def session_of(user: User) -> str:
    """The key of a new session in which the user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGNED_IN_AT] = session[SEEN_AT] = timezone.now().timestamp()
    session.create()
    return str(session.session_key)
