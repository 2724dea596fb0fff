"""A posted entry with its lines, and taking it back by a reversal."""

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.forms.reverse import ReverseForm
from kundebro.ledger.models import Entry
from kundebro.ledger.operations import reverse_entry
from kundebro.ledger.queries import settlements_in
from kundebro.ledger.views.legs import shown_legs
from kundebro.ledger.views.refusals import REFUSALS, sentence_of
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("ledger.view_entry", raise_exception=True)
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything the entry says, what it is set against, and its place in the chain."""
    found = _entry(pk)
    lines = found.lines.select_related("account", "vat_code", "debtor", "creditor").order_by("position")
    reversal = Entry.objects.filter(reversal_of=found).select_related("series").first()
    is_final = found.kind in (EntryKind.REVERSAL, EntryKind.EXCHANGE) or reversal is not None
    may_post = request.user.has_perm("ledger.post_entry")
    context = {
        "entry": found,
        "legs": shown_legs(lines, found.currency_id),
        "reversal": reversal,
        "settlements": settlements_in(found),
        "may_post": may_post,
        "may_reverse": may_post and not is_final,
    }
    return render(request, "ledger/entry.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("ledger.post_entry", raise_exception=True)
def reverse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the day and the reason, and post the mirror."""
    found = _entry(pk)
    form = ReverseForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _asked(request, found, form, status=200 if request.method == "GET" else 422)
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            reversal = reverse_entry(
                found, reason=typed["reason"], on=typed["on"], by=request.user, key=typed["idempotency_key"]
            )
    except REFUSALS as refused:
        form.add_error(None, sentence_of(refused))
        return _asked(request, found, form, status=422)
    told = _("Reversed by %(entry)s") % {"entry": reversal}
    return see_other(request, found.get_absolute_url(), toast=told, open_url=reversal.get_absolute_url())


def _entry(pk: int) -> Entry:
    related = ("series", "booked_by", "reversal_of__series")
    return get_object_or_404(Entry.objects.select_related(*related), pk=pk)


def _asked(request: SignedInRequest, found: Entry, form: ReverseForm, *, status: int) -> HttpResponse:
    context = {"entry": found, "form": form, "settlements": settlements_in(found)}
    return render_dialog(request, "ledger/reverse.html", context, status=status)
