"""Two fields and a new prospect; possible duplicates show while the name is typed and never block."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.forms.quick import QuickForm
from kundebro.prospects.models import Prospect
from kundebro.prospects.numbers import proposed_number
from kundebro.prospects.operations import NumberTaken, create_prospect
from kundebro.prospects.queries import duplicates_of
from kundebro.prospects.views.notices import may_be_same, number_taken
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("prospects.add_prospect", raise_exception=True)
def quick(request: SignedInRequest) -> HttpResponse:
    """The dialog; Gem opens the card, Gem og ny stays with the next number."""
    if request.method == "GET":
        return _asked(request, _empty())
    form = QuickForm(request.POST)
    if not form.is_valid():
        return _asked(request, form, status=422)
    try:
        prospect = create_prospect(form.values(), by=request.user, key=form.cleaned_data["idempotency_key"] or None)
    except NumberTaken as taken:
        form.add_error("number", number_taken(taken.number, taken.prospect, seen_by=request.user))
        return _asked(request, form, status=422)
    said = _("%(prospect)s is created") % {"prospect": prospect}
    undo, url = undo_url(latest_changeset()), prospect.get_absolute_url()
    if "again" not in request.POST:
        return see_other(request, url, toast=said, undo_url=undo)
    toast(request, said, undo_url=undo, open_url=url)
    return _asked(request, _empty())


@require_POST
@permission_required("prospects.add_prospect", raise_exception=True)
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Prospects that may be the one being typed, each with its reason."""
    form = QuickForm(request.POST)
    form.is_valid()
    found = duplicates_of(form.cleaned_data, seen_by=request.user)
    said = [may_be_same(each.prospect, each.reason, is_visible=each.is_visible) for each in found]
    return render(request, "prospects/quick_duplicates.html", {"duplicates": said})


def _empty() -> QuickForm:
    return QuickForm(instance=Prospect(), proposed=proposed_number())


def _asked(request: SignedInRequest, form: QuickForm, *, status: int = 200) -> HttpResponse:
    return render_dialog(request, "prospects/quick.html", {"form": form}, status=status)
