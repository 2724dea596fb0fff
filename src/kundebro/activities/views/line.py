"""The quick line: one sentence, what was understood of it, and only then an activity."""

from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.activities.forms import seen_prospect
from kundebro.activities.line import Line
from kundebro.activities.operations import create_activity
from kundebro.activities.quick_line import LONGEST
from kundebro.activities.views.add import after_saving
from kundebro.activities.views.back import came_from
from kundebro.core.forms import PickerSelect
from kundebro.core.shortcuts import render_dialog, render_part, wants_part
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

LONGEST_KEY = 36
PLACES = ("page", "dialog")


class WhomForm(forms.Form):
    """The company, picked by hand where the line names nobody we know."""

    chosen = forms.ModelChoiceField(
        queryset=Prospect.objects.none(),
        required=False,
        widget=PickerSelect(search="pipeline:prospect-choices"),
    )

    def __init__(self, data: QueryDict, *, by: User, place: str) -> None:
        super().__init__(data, auto_id=f"line-{place}-%s")
        field: forms.ModelChoiceField[Prospect] = self.fields["chosen"]  # type: ignore[assignment]
        field.label = _("Which prospect is it about?")
        field.queryset = Prospect.objects.active().visible_to(by)


@require_http_methods(["GET", "POST"])
@permission_required("activities.add_activity", raise_exception=True)
def line(request: SignedInRequest) -> HttpResponse:
    """Read the line as far as it has been answered; what was shown and has nothing left to ask is saved when sent."""
    data = request.POST if request.method == "POST" else request.GET
    place = data.get("place", "") if data.get("place") in PLACES else "dialog"
    within = seen_prospect(data.get("prospect", ""), request.user)
    whom_form = WhomForm(data, by=request.user, place=place)
    text = " ".join(data.get("q", "")[:LONGEST].split())
    was_shown = data.get("shown", "") == text
    read = Line.read(
        text,
        data.dict() if was_shown else {},
        today=_day_of(data),
        by=request.user,
        within=within,
        chosen=whom_form.cleaned_data.get("chosen") if whom_form.is_valid() else None,
    )
    if request.method == "POST" and read.is_ready and was_shown and read.whom:
        key = data.get("idempotency_key", "")[:LONGEST_KEY] or None
        made = create_activity(
            read.whom.prospect, read.values(), by=request.user, is_done=read.reading.is_done, key=key
        )
        return after_saving(request, made)
    context = {
        "line": read,
        "whom_form": whom_form,
        "asks_whom": read.asks_company or bool(data.get("chosen")),
        "within": within,
        "place": place,
        "today": read.today.isoformat(),
        "key": data.get("idempotency_key", "")[:LONGEST_KEY] or str(uuid4()),
        "is_unanswered": request.method == "POST" and was_shown and not read.is_ready,
        "back": data.get("back", "") or came_from(request),
        "cancel_url": within.get_absolute_url() if within else reverse("activities:todo"),
    }
    status = 422 if request.method == "POST" else 200
    if wants_part(request) and request.headers.get("HX-Target", "").startswith("line-preview"):
        return render_part(request, "activities/line_preview.html", "preview", context, status=status)
    return render_dialog(request, "activities/line.html", context, status=status)


def _day_of(data: QueryDict) -> date:
    """The day the line is seen from: the one on which its questions were asked, if that was today or yesterday."""
    today = timezone.localdate()
    try:
        told = date.fromisoformat(data.get("on", ""))
    except ValueError:
        return today
    return told if timedelta() <= today - told <= timedelta(days=1) else today
