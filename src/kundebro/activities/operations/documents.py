"""Documents come in, get new versions, are renamed and deleted; what they hold is kept once, whatever refers to it."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kundebro.activities.choices import DocumentKind
from kundebro.activities.file_names import plain_name
from kundebro.activities.file_types import recognise
from kundebro.activities.models import Document, DocumentVersion, StoredFile
from kundebro.activities.previews import taken_out
from kundebro.core.file_stores import Incoming, NothingReceived, TooMuchReceived, file_store, incoming_folder, received
from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import StaleWrite
from kundebro.parties.validators import one_line
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.belonging import BelongsElsewhere
from kundebro.users.models import User

ATTEMPTS: Final = 3
PIECE: Final = 256 * 1024
BELONGS_TO: Final = ("activity", "sales_project", "contact")
T = TypeVar("T")


class FileRefused(Exception):
    """A file that is not kept, with the reason as a sentence for the user."""


class SameContent(Exception):
    """The new version holds what the latest one holds."""


class _SweptMeanwhile(Exception):
    """The content's row went while it was about to be used again."""


def add_document(
    prospect: Prospect,
    pieces: Iterable[bytes],
    *,
    name: str,
    by: User,
    values: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Document:
    """Keep the file as a new document of the prospect.

    Raises FileRefused for an empty file or one too large, and BelongsElsewhere.
    """
    given = dict(values or {})
    for field in BELONGS_TO:
        if (other := given.get(field)) is not None and other.prospect_id != prospect.pk:
            raise BelongsElsewhere

    def record_it(incoming: Incoming) -> Document:
        with recording("activities.add-document", by=by, about=prospect, key=key) as record:
            if record.is_repeat:
                return record.result(Document)
            readable = plain_name(name)
            document = Document(**{"name": readable, "kind": _kind_of(incoming), **given, "prospect": prospect})
            document.save()
            _add_version(document, incoming, number=1, name=readable, by=by, record=record)
            return record.returns(document)

    return _kept(pieces, record_it)


def add_version(
    document: Document, pieces: Iterable[bytes], *, name: str, by: User, key: str | None = None
) -> DocumentVersion:
    """Keep the file as the document's next version; raises FileRefused, and SameContent when nothing is new."""

    def record_it(incoming: Incoming) -> DocumentVersion:
        with recording("activities.add-version", by=by, about=document.prospect, key=key) as record:
            if record.is_repeat:
                return record.result(DocumentVersion)
            locked = Document.objects.select_for_update().get(pk=document.pk)
            latest = locked.versions.select_related("content").order_by("-number").first()
            if latest is not None and latest.content.sha256 == incoming.sha256:
                raise SameContent
            number = 1 if latest is None else latest.number + 1
            version = _add_version(locked, incoming, number=number, name=plain_name(name), by=by, record=record)
            return record.returns(version)

    return _kept(pieces, record_it)


def change_document(
    document: Document, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> Document:
    """Rename the document, or say what it is; raises StaleWrite when it is no longer at `version`, and ValidationError."""
    with recording("activities.change-document", by=by, about=document.prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Document)
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if version is not None and locked.version != version:
            raise StaleWrite(locked)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.name = one_line(locked.name, max_length=200).value or plain_name("")
        locked.save()
        return record.returns(locked)


def delete_document(document: Document, *, by: User, key: str | None = None) -> None:
    """Take the document away with its versions; Fortryd brings them back, for what they hold stays until then."""
    with recording("activities.delete-document", by=by, about=document.prospect, key=key) as record:
        if record.is_repeat:
            return
        locked = Document.objects.select_for_update().get(pk=document.pk)
        for version in locked.versions.order_by("-number"):
            version.delete()
        locked.delete()


def take_out_attachment(version: DocumentVersion, index: int, *, by: User, key: str | None = None) -> Document:
    """Keep something attached to a mail as a document of its own; raises NotShown and FileRefused."""
    mail = version.document
    values = {field: getattr(mail, field) for field in BELONGS_TO} | {"retention": mail.retention}
    with taken_out(version.content, index) as (name, file):
        pieces = iter(partial(file.read, PIECE), b"")
        return add_document(mail.prospect, pieces, name=name, by=by, values=values, key=key)


def _kept(pieces: Iterable[bytes], record_it: Callable[[Incoming], T]) -> T:
    """File first, row second (DOC-1): what has no row is swept, a row without its file is never written."""
    store = file_store()
    try:
        with received(pieces, folder=incoming_folder(), largest=settings.LARGEST_DOCUMENT) as incoming:
            for attempt in range(1, ATTEMPTS + 1):
                store.put(incoming)
                try:
                    made = record_it(incoming)
                except _SweptMeanwhile:
                    if attempt == ATTEMPTS:
                        raise
                else:
                    break
            if store.size_of(incoming.sha256) != incoming.size:  # swept between the two
                store.put(incoming)
            return made
    except NothingReceived as error:
        raise FileRefused(_("The file is empty.")) from error
    except TooMuchReceived as error:
        raise FileRefused(too_large()) from error


def too_large() -> str:
    """The sentence for a file above the limit."""
    return _("The file is larger than %(limit)s.") % {"limit": filesizeformat(settings.LARGEST_DOCUMENT)}


def _add_version(
    document: Document, incoming: Incoming, *, number: int, name: str, by: User, record: Recording
) -> DocumentVersion:
    version = DocumentVersion(
        document=document, number=number, content=_row_of(incoming, record), file_name=name, uploaded_by=by
    )
    version.save()
    return version


def _row_of(incoming: Incoming, record: Recording) -> StoredFile:
    """The content's row, locked, so that nobody sweeps it before the version refers to it."""
    told = {"size": incoming.size, "media_type": recognise(incoming.head).media_type, "stored_at": record.at}
    row, _is_new = StoredFile.objects.get_or_create(sha256=incoming.sha256, defaults=told)
    if not StoredFile.objects.select_for_update().filter(pk=row.pk).exists():
        raise _SweptMeanwhile
    return row


def _kind_of(incoming: Incoming) -> str:
    """What the document most likely is to the company."""
    media_type = recognise(incoming.head).media_type
    if media_type.startswith("image/"):
        return DocumentKind.PICTURE
    return DocumentKind.MAIL if media_type == "message/rfc822" else ""
