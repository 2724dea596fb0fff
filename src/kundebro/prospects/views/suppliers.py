"""CRM → Leverandørvalg: candidates side by side, what was noted of each, and the choice of one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.pages import Cursor, paginate
from kundebro.core.shortcuts import render_dialog, render_part, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import undo_url
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor
from kundebro.prospects.forms import CandidateForm, CompareForm, TransferForm
from kundebro.prospects.models import Prospect, SupplierCandidate, SupplierComparison
from kundebro.prospects.operations import AlreadyDecided, choose_supplier, compare_suppliers, note_candidate
from kundebro.prospects.operations.supplier_choice import FEWEST, MOST
from kundebro.prospects.operations.transfer import TransferUndone, rights_to_transfer
from kundebro.prospects.panels import Brief, briefs_of
from kundebro.prospects.queries.suppliers import put_away_by, rivals_of
from kundebro.prospects.refusals import why_not_transferred
from kundebro.prospects.tables import comparison_table
from kundebro.prospects.views.selection import Selection
from kundebro.prospects.views.transfer import account_to_link, attempt
from kundebro.prospects.views.transfer_page import Preview, account_url
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

may_choose = permission_required(rights_to_transfer(PartyKind.CREDITOR), raise_exception=True)


@require_GET
@permission_required("prospects.view_suppliercomparison", raise_exception=True)
def comparisons(request: SignedInRequest) -> HttpResponse:
    """All choices of suppliers, the latest first."""
    rows = SupplierComparison.objects.visible_to(request.user).prefetch_related("candidates__prospect")
    page = paginate(rows, order=("-pk",), after=Cursor.read(request.GET))
    context = {"page": page, "table": comparison_table(page, request.GET)}
    return render_part(request, "prospects/comparisons.html", "rows", context)


@require_POST
@permission_required("prospects.add_suppliercomparison", raise_exception=True)
def compare(request: SignedInRequest) -> HttpResponse:
    """Put the chosen prospects side by side, under a title."""
    selection = Selection.read(request.POST)
    form = CompareForm(request.POST if "apply" in request.POST else None)
    chosen = selection.prospects(request.user).active()
    count = chosen.count()
    fits = FEWEST <= count <= MOST
    if fits and form.is_valid():
        title, key = form.cleaned_data["title"], form.cleaned_data["idempotency_key"]
        made = compare_suppliers(chosen, title=title, by=request.user, key=key)
        undo = undo_url(latest_changeset())
        return see_other(request, made.get_absolute_url(), toast=_("The candidates stand side by side"), undo_url=undo)
    rows = chosen.order_by("sort_name", "pk") if fits else ()
    context = {"selection": selection, "form": form, "prospects": rows, "fits": fits, "fewest": FEWEST, "most": MOST}
    return render_dialog(request, "prospects/compare.html", context, status=422 if form.is_bound else 200)


@dataclass
class Shown:
    """A candidate's column as one user sees it."""

    candidate: SupplierCandidate
    briefs: list[Brief]

    @property
    def prospect(self) -> Prospect:
        """Who it is."""
        return self.candidate.prospect

    @property
    def remarks(self) -> list[str]:
        """What stands on the prospect's card."""
        return [text for text in (getattr(self.prospect, f"remark_{n}") for n in (1, 2, 3)) if text]


@dataclass
class ComparisonPage:
    """The page of one choice as one user sees it."""

    comparison: SupplierComparison
    user: User

    @cached_property
    def shown(self) -> list[Shown]:
        """The candidates with all that is compared."""
        related = [f"prospect__{name}" for name in ("currency", "payment_terms", "delivery_terms", "creditor")]
        candidates = list(self.comparison.candidates.select_related(*related))
        briefs = briefs_of([each.prospect for each in candidates], self.user)
        return [Shown(each, briefs[each.prospect_id]) for each in candidates]

    @property
    def chosen(self) -> SupplierCandidate | None:
        """The one that was chosen."""
        return next((each.candidate for each in self.shown if each.candidate.is_chosen), None)

    @property
    def may_note(self) -> bool:
        """Whether the user may still write down something."""
        return not self.comparison.is_decided and self.user.has_perm("prospects.change_suppliercandidate")

    @property
    def may_choose(self) -> bool:
        """Whether the user may decide."""
        return not self.comparison.is_decided and self.user.has_perms(rights_to_transfer(PartyKind.CREDITOR))


@require_GET
@permission_required("prospects.view_suppliercomparison", raise_exception=True)
def comparison(request: SignedInRequest, pk: int) -> HttpResponse:
    """The candidates side by side."""
    return render(request, "prospects/comparison.html", {"page": ComparisonPage(_visible(request, pk), request.user)})


@require_http_methods(["GET", "POST"])
@permission_required("prospects.change_suppliercandidate", raise_exception=True)
def note(request: SignedInRequest, pk: int, candidate: int) -> HttpResponse:
    """Write down what a candidate offers."""
    shown = _candidate(request, pk, candidate)
    start: dict[str, Any] = {name: getattr(shown, name) for name in (*CandidateForm.NOTES, "version")}
    form = CandidateForm(request.POST or None, initial=start)
    is_stale = False
    if form.is_valid():
        version, key = form.cleaned_data["version"], form.cleaned_data["idempotency_key"]
        try:
            note_candidate(shown, form.notes(), by=request.user, version=version, key=key)
        except StaleWrite:
            form, is_stale = CandidateForm(initial={**start, **form.notes()}), True
        except AlreadyDecided:
            form.add_error(None, _("The choice has been made. Nothing more is noted."))
        else:
            url = shown.comparison.get_absolute_url()
            return see_other(request, url, toast=_("Saved"), undo_url=undo_url(latest_changeset()))
    context = {"candidate": shown, "form": form, "is_stale": is_stale}
    return render_dialog(request, "prospects/candidate.html", context, status=422 if is_stale or form.errors else 200)


@require_http_methods(["GET", "POST"])
@may_choose
def choose(request: SignedInRequest, pk: int, candidate: int) -> HttpResponse:
    """Make the candidate a creditor and put the others away, after showing what that means."""
    shown = _candidate(request, pk, candidate)
    url = shown.comparison.get_absolute_url()
    form = TransferForm(request.POST or None, prospect=shown.prospect, kind=PartyKind.CREDITOR)
    is_order = request.method == "POST" and "preview" not in request.POST
    if is_order and form.is_valid():
        try:
            if creditor := attempt(form, lambda: _chosen(request, form, shown)):
                told = _("%(name)s is chosen") % {"name": shown.prospect.name}
                undo = undo_url(latest_changeset())
                return see_other(request, url, toast=told, undo_url=undo, open_url=account_url(creditor))
        except TransferUndone as undone:
            return see_other(request, url, toast=why_not_transferred(undone))
        except AlreadyDecided:
            return see_other(request, url, toast=_("The choice has been made already."))
    going = put_away_by(shown, by=request.user)
    context = {
        "candidate": shown,
        "form": form,
        "preview": Preview(
            prospect=shown.prospect,
            kind=PartyKind.CREDITOR,
            user=request.user,
            chosen=form.chosen_profile,
            number=form.chosen_number,
        ),
        "going": going,
        "staying": rivals_of(shown).exclude(pk__in=going.values("pk")),
    }
    return render_dialog(request, "prospects/choose_supplier.html", context, status=422 if is_order else 200)


def _chosen(request: SignedInRequest, form: TransferForm, candidate: SupplierCandidate) -> Creditor:
    values = form.cleaned_data
    account = account_to_link(request, candidate.prospect, PartyKind.CREDITOR)
    return choose_supplier(
        candidate,
        by=request.user,
        key=values["idempotency_key"],
        profile=values["profile"],
        number=values["number"],
        link_to=account if isinstance(account, Creditor) else None,
    )


def _visible(request: SignedInRequest, pk: int) -> SupplierComparison:
    return get_object_or_404(SupplierComparison.objects.visible_to(request.user), pk=pk)


def _candidate(request: SignedInRequest, pk: int, candidate: int) -> SupplierCandidate:
    candidates = _visible(request, pk).candidates.select_related("prospect", "comparison")
    return get_object_or_404(candidates, pk=candidate)
