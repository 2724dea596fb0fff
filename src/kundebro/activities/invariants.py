"""What must hold of documents."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from django.db.models import Count, F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.activities.models import Document, DocumentVersion, StoredFile
from kundebro.core.file_stores import FileStore, file_store
from kundebro.core.verify import CHUNK, Breach, found, register

ORPHANS_LIVE_AT_MOST = timedelta(days=1)
PIECE = 256 * 1024


def register_invariants() -> None:
    """Everything below."""
    register(id="I-15", title=_("Every document has its file, whole, and every file its document"), check=files)
    register(id="I-15 versions", title=_("Every document has a version, numbered without gaps"), check=versions)


def files() -> Iterator[Breach]:
    """Rows whose file is missing or holds something else, and files older than a day that have no row."""
    store = file_store()
    rows = StoredFile.objects.order_by("pk").values_list("pk", "sha256", "size")
    yield from found(
        StoredFile._meta.label,
        (pk for pk, digest, size in rows.iterator(chunk_size=CHUNK) if not _holds(store, digest, size)),
    )
    yield from found("files", _without_row(store))


def versions() -> Iterator[Breach]:
    """Documents without a version, and those whose versions are not numbered 1, 2, 3 …."""
    numbered = DocumentVersion.objects.values("document").annotate(count=Count("pk"), last=Max("number"))
    gaps = numbered.exclude(count=F("last")).order_by("document").values_list("document", flat=True)
    yield from found(Document._meta.label, gaps)
    bare = Document.objects.filter(versions=None).order_by("pk").values_list("pk", flat=True)
    yield from found(Document._meta.label, bare)


def _holds(store: FileStore, digest: str, size: int) -> bool:
    if store.size_of(digest) != size:
        return False
    computed = sha256()
    with store.open(digest) as file:
        while piece := file.read(PIECE):
            computed.update(piece)
    return computed.hexdigest() == digest


def _without_row(store: FileStore) -> Iterator[str]:
    before = timezone.now() - ORPHANS_LIVE_AT_MOST
    portion: list[str] = []
    for kept in store.kept():
        if kept.kept_at < before:
            portion.append(kept.sha256)
        if len(portion) == CHUNK:
            yield from _unknown(portion)
            portion = []
    yield from _unknown(portion)


def _unknown(digests: list[str]) -> list[str]:
    known = set(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    return [digest for digest in digests if digest not in known]
