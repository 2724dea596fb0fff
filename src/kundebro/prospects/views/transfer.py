"""Flere funktioner → Overfør til debitor / kreditor: what will be done, and doing it."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.operations import AccountNumberTaken, NoPostingGroup
from kundebro.prospects.forms import TransferForm
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    AccountHasProspect,
    AlreadyTransferred,
    NothingAgrees,
    ProspectArchived,
    TransferUndone,
)
from kundebro.prospects.operations.transfer import link, rights_to_transfer, transfer
from kundebro.prospects.queries.transfer import accounts_alike
from kundebro.prospects.refusals import why_not_transferred
from kundebro.prospects.views.card_page import CardPage
from kundebro.prospects.views.records import visible_prospect
from kundebro.prospects.views.transfer_page import Preview, account_url
from kundebro.users.requests import SignedInRequest

Account = TypeVar("Account", bound=PartyAccount)


@require_http_methods(["GET", "POST"])
@permission_required(rights_to_transfer(PartyKind.DEBTOR), raise_exception=True)
def to_debtor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the prospect a debtor, after showing what that means."""
    return _transfer(request, pk, PartyKind.DEBTOR)


@require_http_methods(["GET", "POST"])
@permission_required(rights_to_transfer(PartyKind.CREDITOR), raise_exception=True)
def to_creditor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the prospect a creditor, after showing what that means."""
    return _transfer(request, pk, PartyKind.CREDITOR)


def _transfer(request: SignedInRequest, pk: int, kind: PartyKind) -> HttpResponse:
    page = CardPage(request=request, prospect=visible_prospect(request.user, pk), tab=kind.value)
    form = TransferForm(request.POST or None, prospect=page.prospect, kind=kind)
    is_order = request.method == "POST" and "preview" not in request.POST
    if is_order and form.is_valid():
        try:
            if account := attempt(form, lambda: _account(request, form, page.prospect, kind)):
                return _done(request, page, account)
        except AlreadyTransferred as already:
            told = why_not_transferred(already)
            return see_other(request, page.url, toast=told, open_url=account_url(already.account))
        except TransferUndone as undone:
            return see_other(request, page.url, toast=why_not_transferred(undone))
    chosen = Preview(
        prospect=page.prospect,
        kind=kind,
        user=request.user,
        chosen=form.chosen_profile,
        number=form.chosen_number,
    )
    context = {"card": page, "form": form, "preview": chosen}
    status = 422 if is_order else 200
    return render_dialog(request, "prospects/transfer.html", context, status=status)


def attempt(form: TransferForm, make: Callable[[], Account]) -> Account | None:
    """What `make` returns; None when it is refused, which the form then says where it can be put right."""
    try:
        return make()
    except AccountNumberTaken:
        form.add_error("number", _("The number is in use. Choose another."))
    except NoPostingGroup as refused:
        form.add_error("profile", why_not_transferred(refused))
    except (ProspectArchived, AccountHasProspect, NothingAgrees) as refused:
        form.add_error(None, why_not_transferred(refused))
    return None


def account_to_link(request: SignedInRequest, prospect: Prospect, kind: PartyKind) -> PartyAccount | None:
    """The account whose button says to link to it; raises NothingAgrees for one that was not offered."""
    wanted = request.POST.get("link")
    if not wanted:
        return None
    account = next((each for each in accounts_alike(prospect, kind) if str(each.pk) == wanted), None)
    if account is None:
        raise NothingAgrees
    return account


def _account(request: SignedInRequest, form: TransferForm, prospect: Prospect, kind: PartyKind) -> PartyAccount:
    """The account that the prospect is given: the one to link to if the button says so, else a new one."""
    by, key = request.user, form.cleaned_data["idempotency_key"]
    if account := account_to_link(request, prospect, kind):
        return link(prospect, account, by=by, key=key)
    profile, number = form.cleaned_data["profile"], form.cleaned_data["number"]
    return transfer(prospect, kind, by=by, key=key, profile=profile, number=number)


def _done(request: SignedInRequest, page: CardPage, account: PartyAccount) -> HttpResponse:
    number = {"number": account.number}
    if request.POST.get("link"):
        told = _("Linked to %(number)s") % number
    elif account.kind == PartyKind.DEBTOR:
        told = _("Debtor %(number)s created") % number
    else:
        told = _("Creditor %(number)s created") % number
    undo = undo_url(latest_changeset())
    return see_other(request, page.url, toast=told, undo_url=undo, open_url=account_url(account))
