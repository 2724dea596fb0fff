"""Close a period (Luk periode): what lies in it, what stands in the way, and closing it for good."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.formats import show_date
from kundebro.core.shortcuts import see_other
from kundebro.ledger.forms.periods import CloseForm
from kundebro.ledger.models import Entry, Period
from kundebro.ledger.operations import AlreadyClosed, close_period
from kundebro.ledger.queries import closed_through, first_open_day, journal_lines
from kundebro.ledger.views.refusals import REFUSALS, sentence_of
from kundebro.users.requests import SignedInRequest

SHOWN = 60


@require_http_methods(["GET", "POST"])
@permission_required("ledger.close_period", raise_exception=True)
def periods(request: SignedInRequest) -> HttpResponse:
    """The closed periods; a day asked for is looked at first and closed when that is confirmed."""
    if request.method == "GET":
        form = CloseForm(request.GET if "through" in request.GET else None, initial={"through": _last_month_end()})
        closed = closed_through()
        if form.is_valid() and closed is not None and form.cleaned_data["through"] <= closed:
            form.add_error("through", sentence_of(AlreadyClosed()))
        return _shown(request, form, status=422 if form.is_bound and not form.is_valid() else 200)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            period = close_period(through=typed["through"], by=request.user, key=typed["idempotency_key"] or None)
    except REFUSALS as refused:
        form.add_error("through", sentence_of(refused))
        return _shown(request, form, status=422)
    told = _("Closed through %(day)s") % {"day": show_date(period.ends_on)}
    return see_other(request, reverse("ledger:periods"), toast=told)


def _shown(request: SignedInRequest, form: CloseForm, *, status: int) -> HttpResponse:
    closed = closed_through()
    context: dict[str, Any] = {
        "form": form,
        "closed_through": closed,
        "periods": Period.objects.select_related("closed_by").order_by("-ends_on")[:SHOWN],
    }
    if form.is_bound and form.is_valid():
        through = form.cleaned_data["through"]
        waiting = Entry.objects.filter(voucher_date__gte=first_open_day(), voucher_date__lte=through)
        context |= {
            "through": through,
            "confirming": CloseForm(initial={"through": through}),
            "entry_count": waiting.count(),
            "drafts": journal_lines().filter(voucher_date__lte=through)[:SHOWN],
        }
    return render(request, "ledger/periods.html", context, status=status)


def _last_month_end() -> date:
    return timezone.localdate().replace(day=1) - timedelta(days=1)
