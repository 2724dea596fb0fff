"""Where one goes after a dialog: back to the page it was opened on."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kundebro.core.shortcuts import see_other, wants_part
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.users.requests import SignedInRequest


def came_from(request: SignedInRequest) -> str:
    """The page that asked for the form, for its hidden field; with script the page itself says so again."""
    return str(request.headers.get("Referer", ""))


def back_url(request: SignedInRequest, fallback: str = "", *, leaves: str = "") -> str:
    """The page to go back to; the fallback, else the To-Do list, for a foreign page and for `leaves`, which is gone."""
    current = request.headers.get("HX-Current-URL", "")
    back = current if wants_part(request) and current else request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    is_gone = bool(leaves) and leaves in back
    return back if is_ours and not is_gone else fallback or reverse("activities:todo")


def done(request: SignedInRequest, url: str, told: str, *, open_url: str = "") -> HttpResponse:
    """Go there with a toast and the way back; or say that nothing was changed."""
    changeset = latest_changeset()
    if changeset is None or not changeset.change_count:
        return see_other(request, url, toast=_("Nothing was changed"))
    return see_other(request, url, toast=told, undo_url=undo_url(changeset), open_url=open_url)
