"""Has previews made by the process with limits, one at a time, and keeps the pictures beside the data."""

import fcntl
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from kundebro.activities.file_types import Preview
from kundebro.activities.models import StoredFile
from kundebro.activities.previews import child
from kundebro.core.file_stores import file_store, incoming_folder

PATIENCE: Final = 20  # seconds on the clock, when the machine is so busy that the limit on its own time does not bite
MOST_PAGES: Final = 20
SHOWN_TEXT: Final = 64 * 1024
FACTS: Final = "facts.json"


class NotShown(Exception):
    """The document cannot be shown, with the reason as a sentence."""


@dataclass(frozen=True)
class Facts:
    """How many pages a document has."""

    pages: int

    @property
    def shown(self) -> range:
        """The numbers of the pages that are shown."""
        return range(1, min(self.pages, MOST_PAGES) + 1)


@dataclass(frozen=True)
class Attachment:
    """Something attached to a mail."""

    index: int
    name: str
    size: int


@dataclass(frozen=True)
class MailShown:
    """A mail as it is shown."""

    headers: dict[str, str]
    text: str
    html: str
    attachments: list[Attachment] = field(default_factory=list)


def preview_folder() -> Path:
    """Where pictures of pages lie; they can be made again."""
    return Path(settings.DATA) / "previews"


def facts_of(content: StoredFile) -> Facts:
    """How many pages there are; draws the first to find out. Raises NotShown."""
    told = preview_folder() / content.sha256 / FACTS
    if not told.exists():
        page_of(content, 1)
    return Facts(json.loads(told.read_text())["pages"])


def page_of(content: StoredFile, number: int) -> Path:
    """The picture of a page, drawn at the first call; raises NotShown."""
    kinds = {Preview.IMAGE: "image", Preview.PAGES: "page"}
    preview = content.type.preview
    if preview not in kinds or not 1 <= number <= MOST_PAGES or (preview is Preview.IMAGE and number > 1):
        raise NotShown(_("There is nothing to show."))
    folder = preview_folder() / content.sha256
    picture = folder / f"{number}.png"
    if not picture.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        coming = folder / f"{uuid4().hex}.part"
        try:
            answer = _asked(kinds[preview], content, target=coming, number=number)
            _write(folder / FACTS, json.dumps({"pages": answer["pages"]}))
            coming.replace(picture)
        finally:
            coming.unlink(missing_ok=True)
    return picture


def text_of(content: StoredFile) -> str:
    """How the text begins."""
    with file_store().open(content.sha256) as file:
        beginning = file.read(SHOWN_TEXT)
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if beginning.startswith(mark):
            return beginning.decode(encoding, "replace")
    try:
        return beginning.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_cut = len(beginning) == SHOWN_TEXT and error.start > SHOWN_TEXT - 4  # in the middle of a letter
        return beginning.decode("utf-8-sig" if is_cut else "cp1252", "ignore" if is_cut else "replace")


def mail_of(content: StoredFile) -> MailShown:
    """What the mail says; raises NotShown."""
    answer = _asked("mail", content)
    attachments = [Attachment(**each) for each in answer["attachments"]]
    return MailShown(answer["headers"], answer["text"], answer["html"], attachments)


@contextmanager
def taken_out(content: StoredFile, index: int) -> Iterator[tuple[str, IO[bytes]]]:
    """An attachment's name and content, as a file that is gone afterwards; raises NotShown."""
    if content.type.preview is not Preview.MAIL:
        raise NotShown(_("There is nothing to show."))
    incoming_folder().mkdir(parents=True, exist_ok=True, mode=0o750)
    path = incoming_folder() / uuid4().hex
    try:
        answer = _asked("attachment", content, target=path, number=index)
        with path.open("rb") as file:
            yield answer["name"], file
    finally:
        path.unlink(missing_ok=True)


def _asked(what: str, content: StoredFile, *, target: Path = Path("-"), number: int = 0) -> dict[str, Any]:
    """What the process with limits answers; raises NotShown when it gives up or is ended."""
    try:
        with file_store().on_disk(content.sha256) as path, _one_at_a_time():
            command = [sys.executable, "-I", child.__file__, what, str(path), str(target), str(number)]
            made = subprocess.run(  # noqa: S603  our own script
                command, capture_output=True, stdin=subprocess.DEVNULL, env={}, timeout=PATIENCE, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise NotShown(_too_much()) from error
    except FileNotFoundError as error:
        raise NotShown(_("The file is not there. Tell the administrator.")) from error
    if made.returncode:
        raise NotShown(_too_much())
    answer: dict[str, Any] = json.loads(made.stdout)
    if "error" in answer:
        raise NotShown(_sentence(answer["error"]))
    return answer


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Whatever the number of users, one such process takes memory on this machine."""
    preview_folder().mkdir(parents=True, exist_ok=True, mode=0o750)
    with (preview_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, text: str) -> None:
    coming = path.with_name(f"{uuid4().hex}.part")
    coming.write_text(text)
    coming.replace(path)


def _sentence(error: str) -> str:
    if error == child.LOCKED:
        return _("The document is locked with a password. Fetch the file to read it.")
    return _too_much() if error == child.TOO_LARGE else _("The document is damaged, or not what it says it is.")


def _too_much() -> str:
    return _("The document is too large to be shown safely. Fetch the file to read it.")
