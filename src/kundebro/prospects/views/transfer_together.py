"""The list's selection → debtor or creditor: what becomes of each row, doing it in the background, and the report."""

from collections.abc import Sequence

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from kundebro.core.components import Tile
from kundebro.core.formats import show_count
from kundebro.core.shortcuts import render_dialog, render_part, see_other
from kundebro.ledger.choices import PartyKind
from kundebro.prospects.choices import TRANSFERRED, TransferOutcome
from kundebro.prospects.forms import TransferTogetherForm
from kundebro.prospects.models import TransferRow, TransferRun
from kundebro.prospects.operations.together import resume_transfers, start_taking_back, start_transfers
from kundebro.prospects.operations.transfer import rights_to_transfer
from kundebro.prospects.queries.transfer_together import MOST, Prospective, prospective
from kundebro.prospects.views.selection import Selection
from kundebro.users.requests import SignedInRequest

may_transfer = permission_required("prospects.transfer_prospect", raise_exception=True)


@require_POST
@permission_required(rights_to_transfer(PartyKind.DEBTOR), raise_exception=True)
def to_debtor(request: SignedInRequest) -> HttpResponse:
    """Make the chosen prospects debtors, after showing what becomes of each."""
    return _together(request, PartyKind.DEBTOR)


@require_POST
@permission_required(rights_to_transfer(PartyKind.CREDITOR), raise_exception=True)
def to_creditor(request: SignedInRequest) -> HttpResponse:
    """Make the chosen prospects creditors, after showing what becomes of each."""
    return _together(request, PartyKind.CREDITOR)


def _together(request: SignedInRequest, kind: PartyKind) -> HttpResponse:
    selection = Selection.read(request.POST)
    is_sent = "apply" in request.POST
    form = TransferTogetherForm(request.POST if is_sent else None, kind=kind)
    profile = form.cleaned_data.get("profile") if is_sent and form.is_valid() else None
    prospects = selection.prospects(request.user)
    count = prospects.count()
    rows = prospective(prospects, kind, profile) if count <= MOST else []
    links = _links(request, rows)
    is_order = is_sent and "preview" not in request.POST
    if is_order and form.is_valid() and (links or any(row.will_open for row in rows)):
        key = form.cleaned_data["idempotency_key"]
        title = _title(kind, count)
        run = start_transfers(prospects, kind, by=request.user, title=title, key=key, profile=profile, links=links)
        return see_other(request, run.get_absolute_url())
    context = {
        "selection": selection,
        "form": form,
        "is_debtor": kind == PartyKind.DEBTOR,
        "count": count,
        "most": MOST,
        "rows": rows,
        "opening": sum(row.will_open for row in rows),
        "left_out": sum(not row.will_open and row.prospect.pk not in links for row in rows),
        "links": links,
        "may_go_on": any(row.will_open or row.may_link for row in rows),
    }
    status = 422 if is_order else 200
    return render_dialog(request, "prospects/transfer_together.html", context, status=status)


@require_GET
@may_transfer
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of each prospect; the page keeps itself up to date until all are dealt with."""
    run = _visible_run(request, pk)
    rows = list(run.rows.all())
    for row in rows:
        row.transfer_run = run
    context = {
        "transfer_run": run,
        "rows": rows,
        "tiles": _tiles(rows),
        "is_interrupted": not run.is_at_work and any(row.outcome == TransferOutcome.WAITING for row in rows),
        "may_undo": not run.is_at_work and any(row.outcome in TRANSFERRED for row in rows),
    }
    return render_part(request, "prospects/transfer_run.html", "report", context)


@require_POST
@may_transfer
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on with a transfer that was cut off."""
    run = _visible_run(request, pk)
    waiting = run.rows.filter(outcome=TransferOutcome.WAITING).count()
    resume_transfers(run, by=request.user, title=_title(PartyKind(run.kind), waiting))
    return see_other(request, run.get_absolute_url())


@require_POST
@may_transfer
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the whole transfer back, as far as nothing is posted."""
    run = _visible_run(request, pk)
    start_taking_back(run, by=request.user, title=_("Undo: %(what)s") % {"what": run})
    return see_other(request, run.get_absolute_url())


def _links(request: SignedInRequest, rows: Sequence[Prospective]) -> dict[int, int]:
    """By prospect: the accounts that were ticked to be linked to, of those that may be."""
    ticked = set(request.POST.getlist("link"))
    return {
        row.prospect.pk: row.account.pk
        for row in rows
        if row.may_link and row.account and str(row.prospect.pk) in ticked
    }


def _title(kind: PartyKind, count: int) -> str:
    if kind == PartyKind.DEBTOR:
        told = ngettext("Transfer %(count)s prospect to debtor", "Transfer %(count)s prospects to debtors", count)
    else:
        told = ngettext("Transfer %(count)s prospect to creditor", "Transfer %(count)s prospects to creditors", count)
    return told % {"count": show_count(count)}


def _tiles(rows: Sequence[TransferRow]) -> list[Tile]:
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in TransferOutcome}
    tones: dict[TransferOutcome, tuple[str, str]] = {
        TransferOutcome.CREATED: (pgettext("transferred", "Opened"), "good"),
        TransferOutcome.LINKED: (pgettext("transferred", "Linked"), "good"),
        TransferOutcome.ALREADY: (pgettext("transferred", "There already"), ""),
        TransferOutcome.REFUSED: (pgettext("transferred", "Left out"), "warn"),
        TransferOutcome.WAITING: (pgettext("transferred", "Waiting"), ""),
        TransferOutcome.UNDONE: (pgettext("transferred", "Undone"), ""),
    }
    always = (TransferOutcome.CREATED, TransferOutcome.REFUSED)
    return [
        Tile(title=title, value=show_count(counts[outcome]), tone=tone if counts[outcome] else "")  # type: ignore[arg-type]
        for outcome, (title, tone) in tones.items()
        if counts[outcome] or outcome in always
    ]


def _visible_run(request: SignedInRequest, pk: int) -> TransferRun:
    return get_object_or_404(TransferRun.objects.visible_to(request.user).select_related("job", "started_by"), pk=pk)
