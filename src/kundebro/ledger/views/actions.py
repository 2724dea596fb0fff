"""Open an account by hand, put it away, take it back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.ledger.forms import ArchiveForm, OpenForm
from kundebro.ledger.numbers import proposed_number
from kundebro.ledger.obstacles import Obstacle, obstacles_of, only_the_balance
from kundebro.ledger.operations import AccountNumberTaken, CannotArchive, NoPostingGroup, WrongPostingGroup
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.card_page import CardPage, open_tab
from kundebro.ledger.views.doors import may, visible_account
from kundebro.ledger.views.notices import number_taken
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@may("add")
def open_account(request: SignedInRequest, ledger: SubLedger) -> HttpResponse:
    """The dialog with number, name and profile; Gem opens the card."""
    if request.method == "GET":
        return _asked(request, ledger, OpenForm(ledger, proposed=proposed_number(ledger.model)))
    form = OpenForm(ledger, request.POST)
    if not form.is_valid():
        return _asked(request, ledger, form, status=422)
    try:
        account = ledger.open(
            details={"name": form.cleaned_data["name"]},
            number=form.typed_number(),
            profile=form.cleaned_data["profile"],
            by=request.user,
            key=form.cleaned_data["idempotency_key"] or None,
        )
    except AccountNumberTaken as taken:
        form.add_error("number", number_taken(taken))
    except (NoPostingGroup, WrongPostingGroup):
        form.add_error("profile", _("Neither this profile nor the default one has a posting group that fits."))
    else:
        told = str(ledger.opened) % {"account": account}
        return see_other(request, account.get_absolute_url(), toast=told, undo_url=undo_url(latest_changeset()))
    return _asked(request, ledger, form, status=422)


@require_http_methods(["GET", "POST"])
@may("archive")
def archive(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """Put the account away, with a reason; or say what is in the way, each with its amount."""
    page = _page(request, ledger, pk)
    form = ArchiveForm(request.POST or None)
    obstacles: list[Obstacle] = obstacles_of(page.account) if request.method == "GET" else []
    if form.is_valid():
        reason, key = form.cleaned_data["reason"], form.cleaned_data["idempotency_key"]
        try:
            ledger.archive(page.account, by=request.user, reason=reason, key=key)
        except CannotArchive as refused:
            obstacles = refused.obstacles
        else:
            return see_other(request, page.url, toast=_("Archived"), undo_url=undo_url(latest_changeset()))
    may_wait = only_the_balance(obstacles) and not page.account.archives_when_settled
    context = {"card": page, "form": form, "obstacles": obstacles, "may_wait": may_wait}
    return render_dialog(request, "ledger/archive.html", context, status=200 if request.method == "GET" else 422)


@require_POST
@may("archive", "ledger.view_amounts")
def archive_when_settled(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """Let the account put itself away once nothing is owed."""
    page = _page(request, ledger, pk)
    ledger.change(page.account, {"archives_when_settled": True}, by=request.user)
    told = _("It is archived as soon as nothing is owed")
    return see_other(request, page.url, toast=told, undo_url=undo_url(latest_changeset()))


@require_POST
@may("archive")
def unarchive(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """Take the account back into daily use."""
    page = _page(request, ledger, pk)
    ledger.unarchive(page.account, by=request.user)
    return see_other(request, page.url, toast=_("Brought back"), undo_url=undo_url(latest_changeset()))


def _page(request: SignedInRequest, ledger: SubLedger, pk: int) -> CardPage:
    account = visible_account(ledger, request.user, pk)
    return CardPage(request=request, ledger=ledger, account=account, tab=open_tab(request))


def _asked(request: SignedInRequest, ledger: SubLedger, form: OpenForm, *, status: int = 200) -> HttpResponse:
    context = {"ledger": ledger, "form": form, "url": ledger.url("open"), "list_url": ledger.url("list")}
    return render_dialog(request, "ledger/open.html", context, status=status)
