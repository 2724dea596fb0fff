"""Edits one group of fields in place, and settles it when someone else was quicker."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.formats import show_date
from kundebro.core.shortcuts import SeeOther, render_part, wants_part
from kundebro.history.meeting import Meeting, answered, settle
from kundebro.history.views import tell_saved
from kundebro.prospects.card import Group, label_of, related_of, shown
from kundebro.prospects.forms import ProspectForm, prospect_form
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import NumberTaken, change_prospect
from kundebro.prospects.operations.follow_up import FOLLOW_UP
from kundebro.prospects.views.card import group_of, render_group
from kundebro.prospects.views.card_page import CardPage, open_tab
from kundebro.prospects.views.notices import number_taken
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("prospects.change_prospect", raise_exception=True)
def edit(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The form of one group, in the group's place or as a page of its own."""
    group = group_of(key)
    prospect = visible_prospect(request.user, pk)
    make = prospect_form(group.fields)
    if request.method == "GET":
        return _asked(request, group, make(instance=prospect), prospect)
    form = make(request.POST, instance=visible_prospect(request.user, pk))
    if not form.is_valid():
        return _asked(request, group, form, prospect, status=422)
    return _saved(request, group, form, prospect)


def _asked(
    request: SignedInRequest, group: Group, form: ProspectForm, prospect: Prospect, *, status: int = 200
) -> HttpResponse:
    page = CardPage(request=request, prospect=prospect, tab=open_tab(request))
    context = {"card": page, "group": group, "form": form}
    return render_part(request, "prospects/edit.html", "form", context, status=status)


def _saved(request: SignedInRequest, group: Group, form: ProspectForm, prospect: Prospect) -> HttpResponse:
    key = form.request_key

    def write(kept: set[str], version: int | None) -> None:
        values = _without(form.values(), kept)
        change_prospect(prospect, values, by=request.user, version=version, figures=form.shown_figures, key=key)

    def meet(version: int) -> Meeting[Prospect]:
        now = visible_prospect(request.user, prospect.pk, *related_of([group]))
        return Meeting.of(now, version, _typed(form), label_of=label_of, shown=shown, figures=form.shown_figures)

    try:
        kept = answered(request.POST, form.model_fields)
        meeting = settle(write, meet, version=form.cleaned_data["version"], kept=kept)
    except NumberTaken as taken:
        form.add_error("number", number_taken(taken.number, taken.prospect, seen_by=request.user))
        return _asked(request, group, form, prospect, status=422)
    if meeting:
        return _settled(request, group, form, meeting)
    tell_saved(request, doubts=[*form.doubts, *_still_first(form, prospect)])
    if wants_part(request):
        return render_group(request, prospect.pk, group, is_saved=True)
    return SeeOther(CardPage(request=request, prospect=prospect, tab=open_tab(request)).url)


def _typed(form: ProspectForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.model_fields}


def _without(values: Mapping[str, Any], kept: set[str]) -> dict[str, Any]:
    left = {name: value for name, value in values.items() if name not in kept}
    if "latitude" in kept:
        left.pop("coordinates_source", None)
    return left


def _still_first(form: ProspectForm, prospect: Prospect) -> Iterator[str]:
    """What to say when something else is planned before the day that was wished for, or on another day than none."""
    values = form.values()
    day = Prospect.objects.values_list(FOLLOW_UP, flat=True).get(pk=prospect.pk) if FOLLOW_UP in values else None
    if day is not None and day != values[FOLLOW_UP]:
        yield _("The next step is on %(day)s all the same: something else is planned for that day.") % {
            "day": show_date(day)
        }


def _settled(request: SignedInRequest, group: Group, form: ProspectForm, meeting: Meeting[Prospect]) -> HttpResponse:
    """Ask which of the two values stays, for the fields that both changed; everything else goes along as it is."""
    prospect = meeting.record
    again = prospect_form(group.fields)(instance=prospect, initial=meeting.typed(_typed(form)))
    page = CardPage(request=request, prospect=prospect, tab=open_tab(request))
    context = {"card": page, "group": group, "form": again, "meeting": meeting}
    return render_part(request, "prospects/differences.html", "form", context, status=422)
