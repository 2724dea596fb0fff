"""A hundred megabytes come in and go out again without being held in memory."""

import http.client
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import psutil
import pytest

from kundebro.activities.models import Document, StoredFile
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role
from tests.factories.users import make_user
from tests.live import CSRF, PATIENCE, Live, connected_to, session_of

MEGABYTE: Final = 1024**2
SIZE: Final = 100 * MEGABYTE
MOST: Final = 150 * MEGABYTE
PIECE: Final = bytes(range(256)) * 4096

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@dataclass
class Watch:
    """The most memory that any worker of the web process has taken."""

    parent: psutil.Process
    most: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Look twenty times a second until it is over."""
        while not self.over.wait(0.05):
            for worker in self.parent.children(recursive=True):
                try:
                    memory = worker.memory_full_info()
                except psutil.Error:
                    continue
                self.most = max(self.most, memory.uss)


def pieces(before: bytes = b"", after: bytes = b"") -> Iterator[bytes]:
    yield before
    for _place in range(SIZE // len(PIECE)):
        yield PIECE
    yield after


def test_a_hundred_megabytes_by_script_and_by_form_keep_the_web_process_small(
    installation: Live, settings: Any
) -> None:
    settings.MEDIA_ROOT = installation.folder / "files"
    with connected_to(installation.url):
        session = session_of(make_user(role=Role.SALES_MANAGER))
        prospect = Prospect.objects.values_list("pk", flat=True)[0]
    server = installation.serve(threads=2)
    watch = Watch(psutil.Process(installation.processes[-1].pid))
    watching = threading.Thread(target=watch.look)
    watching.start()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    address = f"/documents/of/{prospect}"

    def sent(path: str, kind: str, before: bytes = b"", after: bytes = b"") -> int:
        talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        length = str(len(before) + SIZE + len(after))
        headers = {"Cookie": cookies, "Content-Type": kind, "Content-Length": length, "X-CSRFToken": CSRF}
        talk.request("POST", path, pieces(before, after), {**headers, "X-File-Name": "stor.bin"})
        status = talk.getresponse().status
        talk.close()
        return status

    try:
        by_script = sent(f"{address}/receive/", "application/octet-stream")
        part = 'Content-Disposition: form-data; name="{}"'
        before = (
            f"--x\r\n{part.format('csrfmiddlewaretoken')}\r\n\r\n{CSRF}\r\n"
            f"--x\r\n{part.format('idempotency_key')}\r\n\r\nk\r\n"
            f'--x\r\n{part.format("uploads")}; filename="form.bin"\r\n\r\n'
        ).encode()
        by_form = sent(f"{address}/add/", "multipart/form-data; boundary=x", before, b"\r\n--x--\r\n")
        with connected_to(installation.url):
            version = Document.objects.latest("pk").versions.get()
        talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        talk.request("GET", version.download_url, headers={"Cookie": cookies})
        answer, digest = talk.getresponse(), sha256()
        while piece := answer.read(MEGABYTE):
            digest.update(piece)
        talk.close()
    finally:
        watch.over.set()
        watching.join()

    assert (by_script, by_form) == (201, 303)
    with connected_to(installation.url):
        stored = StoredFile.objects.get()
    assert (stored.size, stored.sha256) == (SIZE, digest.hexdigest())
    assert 0 < watch.most <= MOST, f"{watch.most / MEGABYTE:.0f} MB"
