"""A new sales project in a dialog: from + Ny, the palette, the list, and the prospect's card."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.pipeline.forms import QuickForm
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.numbers import proposed_number
from kundebro.pipeline.operations import ProjectNumberTaken, create_project
from kundebro.prospects.models import Prospect
from kundebro.users.requests import SignedInRequest

LONGEST_KEY = 18


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.add_salesproject", raise_exception=True)
def add(request: SignedInRequest) -> HttpResponse:
    """The dialog; Gem opens the card of the new project."""
    prospect = _named_prospect(request)
    instance = SalesProject(prospect=prospect) if prospect else SalesProject()
    if request.method == "GET":
        form = QuickForm(instance=instance, by=request.user, proposed=proposed_number(), prospect=prospect)
        return _asked(request, form, prospect)
    form = QuickForm(request.POST, instance=instance, by=request.user, prospect=prospect)
    if not form.is_valid():
        return _asked(request, form, prospect, status=422)
    try:
        project = create_project(
            form.cleaned_data["prospect"],
            form.values(),
            by=request.user,
            key=form.cleaned_data["idempotency_key"] or None,
        )
    except ProjectNumberTaken as taken:
        form.add_error("number", _("%(number)s is taken by another sales project.") % {"number": taken.number})
        return _asked(request, form, prospect, status=422)
    said = _("%(project)s is created") % {"project": project}
    is_seen = SalesProject.objects.visible_to(request.user).filter(pk=project.pk).exists()
    url = project.get_absolute_url() if is_seen else reverse("pipeline:list")
    return see_other(request, url, toast=said, undo_url=undo_url(latest_changeset()))


def _named_prospect(request: SignedInRequest) -> Prospect | None:
    """The customer that the address names, when the user sees it."""
    text = request.GET.get("prospect", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY):
        return None
    return Prospect.objects.active().visible_to(request.user).filter(pk=int(text)).first()


def _asked(request: SignedInRequest, form: QuickForm, prospect: Prospect | None, *, status: int = 200) -> HttpResponse:
    query = f"?prospect={prospect.pk}" if prospect else ""
    back = prospect.get_absolute_url() if prospect else reverse("pipeline:list")
    context = {"form": form, "url": reverse("pipeline:add") + query, "back": back}
    return render_dialog(request, "pipeline/quick.html", context, status=status)
