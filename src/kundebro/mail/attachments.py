"""What a mail brings along: files that lie elsewhere and are read when the mail is sent."""

from collections.abc import Callable
from dataclasses import dataclass

from kundebro.core.registry import Registry


class AttachmentGone(Exception):
    """The file that was to be attached is no longer there."""


@dataclass(frozen=True)
class Attachment:
    """A file as it goes out."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class AttachmentSource:
    """Where an app keeps such files; `load` is given the row's key and raises AttachmentGone."""

    name: str
    load: Callable[[int], Attachment]


sources = Registry[AttachmentSource](key=lambda source: source.name)
