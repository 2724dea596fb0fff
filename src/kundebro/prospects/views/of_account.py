"""Flere funktioner on a debtor's or creditor's card → Opret kundeemne: one like the account, or one that is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount
from kundebro.prospects.card import Fact
from kundebro.prospects.forms import OfAccountForm
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import NumberTaken, create_prospect_of
from kundebro.prospects.operations.of_account import rights_to_create_of
from kundebro.prospects.operations.transfer import link
from kundebro.prospects.queries import duplicates_of
from kundebro.prospects.queries.transfer import ACCOUNTS, agrees, has_prospect
from kundebro.prospects.refusals import TRANSFER_REFUSALS, why_not_transferred
from kundebro.prospects.views.notices import may_be_same, number_taken
from kundebro.prospects.views.transfer_page import carried_facts
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required(rights_to_create_of(PartyKind.DEBTOR), raise_exception=True)
def of_debtor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a debtor its prospect, after showing which."""
    return _of_account(request, PartyKind.DEBTOR, pk)


@require_http_methods(["GET", "POST"])
@permission_required(rights_to_create_of(PartyKind.CREDITOR), raise_exception=True)
def of_creditor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a creditor its prospect, after showing which."""
    return _of_account(request, PartyKind.CREDITOR, pk)


@dataclass(frozen=True)
class Alike:
    """A prospect that may be the account's, why, and whether the two may be joined."""

    prospect: Prospect
    said: str
    may_link: bool


def _of_account(request: SignedInRequest, kind: PartyKind, pk: int) -> HttpResponse:
    accounts: Any = ACCOUNTS[kind]._default_manager.all()
    account: PartyAccount = get_object_or_404(accounts.visible_to(request.user), pk=pk)
    form = OfAccountForm(request.POST or None, account=account)
    alike = _alike(request, account)
    if form.is_valid():
        try:
            return _done(request, account, _prospect(request, form, account, alike))
        except NumberTaken as taken:
            form.add_error("number", number_taken(taken.number, taken.prospect, seen_by=request.user))
        except TRANSFER_REFUSALS as refused:
            form.add_error(None, why_not_transferred(refused))
    context = {
        "account": account,
        "form": form,
        "alike": alike,
        "facts": _facts(account),
        "is_taken": has_prospect(account),
    }
    return render_dialog(request, "prospects/of_account.html", context, status=422 if form.errors else 200)


def _prospect(
    request: SignedInRequest, form: OfAccountForm, account: PartyAccount, alike: Sequence[Alike]
) -> Prospect:
    """The prospect that the account gets: the one to link to if the button says so, else a new one."""
    key = form.cleaned_data["idempotency_key"]
    wanted = request.POST.get("link", "")
    if found := next((each.prospect for each in alike if each.may_link and str(each.prospect.pk) == wanted), None):
        link(found, account, by=request.user, key=key)
        return found
    return create_prospect_of(account, by=request.user, number=form.typed_number(), key=key)


def _done(request: SignedInRequest, account: PartyAccount, prospect: Prospect) -> HttpResponse:
    told = _("Linked to %(number)s") if request.POST.get("link") else _("Prospect %(number)s created")
    return see_other(
        request,
        account.get_absolute_url(),
        toast=told % {"number": prospect.number},
        undo_url=undo_url(latest_changeset()),
        open_url=prospect.get_absolute_url(),
    )


def _alike(request: SignedInRequest, account: PartyAccount) -> list[Alike]:
    found = duplicates_of(account.details(), seen_by=request.user)
    return [
        Alike(
            each.prospect,
            may_be_same(each.prospect, each.reason, is_visible=each.is_visible),
            each.is_visible
            and not each.prospect.is_archived
            and each.prospect.account(account.kind) is None
            and agrees(each.prospect, account),
        )
        for each in found
    ]


def _facts(account: PartyAccount) -> list[Fact]:
    """What the new prospect is given."""
    return carried_facts(Prospect(**account.details()))
