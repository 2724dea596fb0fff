"""Questions over documents."""

from django.db.models import Prefetch

from kundebro.activities.models import Document, DocumentVersion
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

MOST_SHOWN = 200


def documents_of(prospect: Prospect, *, seen_by: User) -> list[Document]:
    """The prospect's documents with their versions, the latest document and version first; at most 200."""
    shown = Document.objects.visible_to(seen_by).filter(prospect=prospect).prefetch_related(versions_latest_first())
    return list(shown.order_by("-pk")[:MOST_SHOWN])


def versions_latest_first() -> "Prefetch[str]":
    """The versions with what they are shown with."""
    versions = DocumentVersion.objects.select_related("content", "uploaded_by").order_by("-number")
    return Prefetch("versions", queryset=versions)
