"""The card: one debtor or creditor with everything known about it."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from kundebro.core.shortcuts import render_part
from kundebro.ledger.card import GROUPS, Group, related_of
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.card_page import CardPage, open_tab
from kundebro.ledger.views.doors import may, visible_account
from kundebro.users.requests import SignedInRequest


@require_GET
@may("view")
def card(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """The account's card with one tab open."""
    tab = open_tab(request)
    groups = [group for group in GROUPS[ledger.kind].values() if group.tab == tab]
    account = visible_account(ledger, request.user, pk, *related_of(ledger.kind, groups))
    page = CardPage(request=request, ledger=ledger, account=account, tab=tab)
    return render_part(request, "ledger/card.html", "tab", {"card": page})


@require_GET
@may("view")
def group(request: SignedInRequest, ledger: SubLedger, pk: int, key: str) -> HttpResponse:
    """One group of fields in read view, where its form stood."""
    return render_group(request, ledger, pk, group_of(ledger, key))


def group_of(ledger: SubLedger, key: str) -> Group:
    """The group an address names; 404 for others."""
    try:
        return GROUPS[ledger.kind][key]
    except KeyError:
        raise Http404 from None


def render_group(
    request: SignedInRequest, ledger: SubLedger, pk: int, wanted: Group, *, is_saved: bool = False
) -> HttpResponse:
    """The group in read view; after a change the head of the card comes along."""
    account = visible_account(ledger, request.user, pk, *related_of(ledger.kind, [wanted]))
    page = CardPage(request=request, ledger=ledger, account=account, tab=open_tab(request))
    context = {"card": page, "group": page.shown(wanted), "is_saved": is_saved}
    return render_part(request, "ledger/group_page.html", "group", context)
