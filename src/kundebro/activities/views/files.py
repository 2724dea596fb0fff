"""Files in and out: streamed, never whole in memory, and never shown by the browser as what they say they are."""

import errno
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kundebro.activities.file_types import OCTETS
from kundebro.activities.models import DocumentVersion
from kundebro.activities.operations import FileRefused, SameContent, add_document, add_version
from kundebro.activities.previews import NotShown, page_of
from kundebro.activities.views.records import visible_document, visible_version
from kundebro.core.file_stores import TooMuchReceived, file_store
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

PIECE: Final = 256 * 1024
SANDBOX: Final = "sandbox; default-src 'none'"
MAY_SEE = permission_required("activities.view_document", raise_exception=True)
MAY_ADD = permission_required("activities.add_document", raise_exception=True)
MAY_CHANGE = permission_required("activities.change_document", raise_exception=True)


@require_POST
@MAY_ADD
def receive(request: SignedInRequest, prospect: int) -> HttpResponse:
    """A new document: the request's body is the file, as the browser's script sends it."""
    company = visible_prospect(request.user, prospect)
    name = name_told(request)
    return answered(
        request, lambda: add_document(company, pieces_of(request), name=name, by=request.user), _("Document added")
    )


@require_POST
@MAY_CHANGE
def receive_version(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new version of the document: the request's body is the file."""
    document, name = visible_document(request.user, pk), name_told(request)
    return answered(
        request,
        lambda: add_version(document, pieces_of(request), name=name, by=request.user),
        _("New version of a document"),
    )


@require_GET
@MAY_SEE
def download(request: SignedInRequest, pk: int) -> FileResponse:
    """The file to be saved: an attachment always, and under its type only where that can do no harm."""
    version = visible_version(request.user, pk)
    return as_attachment(version)


@require_GET
@MAY_SEE
def page(request: SignedInRequest, pk: int, page: int) -> FileResponse:
    """The picture of a page, which Kundebro has drawn itself: all that is ever shown in place."""
    version = visible_version(request.user, pk)
    try:
        picture = page_of(version.content, page)
    except NotShown as error:
        raise Http404 from error
    response = FileResponse(picture.open("rb"), content_type="image/png")
    return guarded(response)


def as_attachment(version: DocumentVersion) -> FileResponse:
    """The version's file, piece by piece."""
    try:
        file = file_store().open(version.content.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    kind = version.content.type
    response = FileResponse(file, content_type=OCTETS if kind.is_harmful else kind.media_type)
    response.headers["Content-Length"] = str(version.content.size)
    disposition = content_disposition_header(as_attachment=True, filename=version.file_name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return guarded(response)


def guarded(response: FileResponse) -> FileResponse:
    """Whatever the browser makes of it, nothing in it runs or loads."""
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def name_told(request: SignedInRequest) -> str:
    """The file's name, which stands in a header so that no address holds it."""
    return unquote(request.headers.get("X-File-Name", ""))


def pieces_of(request: SignedInRequest) -> Iterator[bytes]:
    """The body as it comes; raises FileRefused when the connection ends before the file does.

    What says of itself that it is too large is refused before a byte of it is read (TooMuchReceived).
    """
    told, came = int(request.META.get("CONTENT_LENGTH") or 0), 0
    if told > settings.LARGEST_DOCUMENT:
        raise TooMuchReceived
    try:
        while piece := request.read(PIECE):
            came += len(piece)
            yield piece
    except (UnreadablePostError, OSError) as error:
        raise FileRefused(_("The connection was cut off. Send the file again.")) from error
    if came < told:
        raise FileRefused(_("The connection was cut off. Send the file again."))


def answered(request: SignedInRequest, keep: Callable[[], Any], said: str) -> JsonResponse:
    """Keep the file and tell the script; the toast waits for the next part of the page."""
    try:
        keep()
    except (FileRefused, SameContent) as error:
        return JsonResponse({"message": sentence_of(error)}, status=422)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return JsonResponse({"message": _("The disk is full.")}, status=507)
    toast(request, said, undo_url=undo_url(latest_changeset()))
    return JsonResponse({}, status=201)


def sentence_of(error: Exception) -> str:
    """Why a file was not kept."""
    return _("The file is the same as the latest version.") if isinstance(error, SameContent) else str(error)
