"""Edits one group of fields in place, and settles it when someone else was quicker."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import SeeOther, render_part, wants_part
from kundebro.history.meeting import Meeting, answered, settle
from kundebro.history.views import tell_saved
from kundebro.ledger.card import Group, label_of, related_of, shown
from kundebro.ledger.forms import AccountForm, account_form
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.operations import AccountNumberTaken
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.card import group_of, render_group
from kundebro.ledger.views.card_page import CardPage, open_tab
from kundebro.ledger.views.doors import may, visible_account
from kundebro.ledger.views.notices import number_taken
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@may("change")
def edit(request: SignedInRequest, ledger: SubLedger, pk: int, key: str) -> HttpResponse:
    """The form of one group, in the group's place or as a page of its own."""
    group = group_of(ledger, key)
    account = visible_account(ledger, request.user, pk)
    page = CardPage(request=request, ledger=ledger, account=account, tab=open_tab(request))
    make = account_form(ledger.kind, group.fields)
    if request.method == "GET":
        return _asked(page, group, make(instance=account))
    form = make(request.POST, instance=visible_account(ledger, request.user, pk))
    if not form.is_valid():
        return _asked(page, group, form, status=422)
    return _saved(page, group, form)


def _asked(page: CardPage, group: Group, form: AccountForm, *, status: int = 200) -> HttpResponse:
    return render_part(page.request, "ledger/edit.html", "form", _context(page, group, form), status=status)


def _context(page: CardPage, group: Group, form: AccountForm) -> dict[str, Any]:
    key = group.key
    return {
        "card": page,
        "group": group,
        "form": form,
        "edit_url": page.edit_url(key),
        "group_url": page.group_url(key),
    }


def _saved(page: CardPage, group: Group, form: AccountForm) -> HttpResponse:
    request, ledger, account, key = page.request, page.ledger, page.account, form.request_key

    def write(kept: set[str], version: int | None) -> None:
        values = {name: value for name, value in form.values().items() if name not in kept}
        ledger.change(account, values, by=request.user, version=version, key=key)

    def meet(version: int) -> Meeting[PartyAccount]:
        now = visible_account(ledger, request.user, account.pk, *related_of(ledger.kind, [group]))
        return Meeting.of(now, version, form.values(), label_of=label_of, shown=shown)

    try:
        kept = answered(request.POST, form.model_fields)
        meeting = settle(write, meet, version=form.cleaned_data["version"], kept=kept)
    except AccountNumberTaken as taken:
        form.add_error("number", number_taken(taken))
        return _asked(page, group, form, status=422)
    if meeting:
        return _settled(page, group, form, meeting)
    tell_saved(page.request, doubts=form.doubts)
    if wants_part(request):
        return render_group(request, ledger, account.pk, group, is_saved=True)
    return SeeOther(page.url)


def _settled(page: CardPage, group: Group, form: AccountForm, meeting: Meeting[PartyAccount]) -> HttpResponse:
    """Ask which of the two values stays, for the fields that both changed; everything else goes along as it is."""
    account = meeting.record
    again = account_form(page.ledger.kind, group.fields)(instance=account, initial=meeting.typed(form.values()))
    now = CardPage(request=page.request, ledger=page.ledger, account=account, tab=page.tab)
    context = {**_context(now, group, again), "meeting": meeting}
    return render_part(page.request, "ledger/differences.html", "form", context, status=422)
