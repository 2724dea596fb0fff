"""How the views get hold of the activity or document that an address names."""

from django.shortcuts import get_object_or_404

from kundebro.activities.models import Activity, Document, DocumentVersion
from kundebro.activities.queries import versions_latest_first
from kundebro.users.models import User


def visible_activity(user: User, pk: int) -> Activity:
    """The activity with what its page shows; 404 for one the user may not see."""
    shown = Activity.objects.visible_to(user).select_related(
        "prospect", "activity_type", "responsible", "sales_project"
    )
    return get_object_or_404(shown.prefetch_related("contacts"), pk=pk)


def visible_document(user: User, pk: int) -> Document:
    """The document with its versions; 404 for one the user may not see."""
    seen = Document.objects.visible_to(user).select_related("prospect", "activity", "sales_project", "contact")
    return get_object_or_404(seen.prefetch_related(versions_latest_first()), pk=pk)


def visible_version(user: User, pk: int) -> DocumentVersion:
    """The version with its document and content; 404 for one the user may not see."""
    seen = DocumentVersion.objects.visible_to(user)
    return get_object_or_404(seen.select_related("document__prospect", "content", "uploaded_by"), pk=pk)
