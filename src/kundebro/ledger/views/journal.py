"""The journal (Kassekladde): lines are typed, looked through and posted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.components import EmptyState
from kundebro.core.money import DKK, Money
from kundebro.core.shortcuts import SeeOther, picker_answer, render_dialog, render_part, see_other, wants_part
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import undo_url
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.forms.about import about_value
from kundebro.ledger.forms.journal import JournalLineForm, PostForm, initial_of
from kundebro.ledger.models import Entry, JournalLine, PartyAccount
from kundebro.ledger.operations import AccountArchived, delete_draft, foresee_voucher, post_journal, save_draft
from kundebro.ledger.operations.entries import Voucher
from kundebro.ledger.queries import (
    accounts_matching,
    due_by_terms,
    journal_lines,
    missing_on,
    next_voucher,
    usual_vat_code,
)
from kundebro.ledger.views.legs import ShownLeg, shown_legs
from kundebro.ledger.views.refusals import REFUSALS, sentence_of
from kundebro.users.requests import SignedInRequest

ADD: Final = "ledger.add_journalline"
CHANGE: Final = "ledger.change_journalline"
POST: Final = "ledger.post_entry"


@dataclass(frozen=True)
class ShownVoucher:
    """The lines of one voucher and what it lacks to balance."""

    number: int
    lines: list[JournalLine]

    @property
    def difference(self) -> Money:
        """Debit less credit of the lines that have no contra account."""
        single = [line.amount_ore for line in self.lines if line.contra_account_id is None]
        return Money(sum(single), self.lines[0].currency_id or DKK)


@dataclass(frozen=True)
class Foreseen:
    """What posting one voucher writes, or why it cannot."""

    number: int
    lines: list[JournalLine]
    voucher: Voucher | None = None
    refusal: str = ""
    legs: Sequence[ShownLeg] = ()

    @property
    def tokens(self) -> list[str]:
        """The lines as the form sends them back: each as it was seen."""
        return [f"{line.pk}:{line.version}" for line in self.lines]

    @property
    def settles(self) -> list[str]:
        """The vouchers that lines of it are set against."""
        return [str(line.settles.entry) for line in self.lines if line.settles]


@require_http_methods(["GET", "POST"])
@permission_required("ledger.view_journalline", raise_exception=True)
def journal(request: SignedInRequest) -> HttpResponse:
    """The lines that wait, voucher by voucher, and the next line to be."""
    if request.method == "GET":
        return _shown(request, _next_line())
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    form = JournalLineForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    return _saved(request, form, JournalLine())


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def line(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct one line; what was typed stays when somebody else changed, posted or deleted it meanwhile."""
    if request.method == "GET":
        found = get_object_or_404(journal_lines(), pk=pk)
        return _shown(request, JournalLineForm(initial=initial_of(found)), about=found)
    stored, form = journal_lines().filter(pk=pk).first(), JournalLineForm(request.POST)
    if stored is None:
        form.add_error(None, _("The line has been posted or deleted meanwhile. Save it as a new one, or leave it."))
        return _shown(request, form, status=422)
    if not form.is_valid():
        return _shown(request, form, about=stored, status=422)
    stored.version = form.cleaned_data["version"] or stored.version
    return _saved(request, form, stored)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one line out; gone already is as good."""
    for found in JournalLine.objects.filter(pk=pk):
        delete_draft(found, by=request.user)
        toast(request, _("The line is deleted"), undo_url=undo_url(latest_changeset()))
    return _done(request)


@require_GET
@permission_required(ADD, raise_exception=True)
def proposal(request: SignedInRequest) -> HttpResponse:
    """What follows from the account and the day, while the line is typed: VAT code, due date, what may be settled."""
    initial: dict[str, Any] = {name: request.GET.get(name, "") for name in JournalLineForm.base_fields}
    form = JournalLineForm(initial=initial)
    contra = _picked(form, "contra_account")
    party = form.chosen if isinstance(form.chosen, PartyAccount) else None
    due_on = due_by_terms(party, initial["kind"], _picked(form, "voucher_date"))
    vat_code = usual_vat_code(form.chosen, contra)
    vat = "" if vat_code is None else str(vat_code.pk)
    due = "" if due_on is None else str(form.fields["due_on"].prepare_value(due_on))
    for name, value, before in (("vat_code", vat, "proposed_vat"), ("due_on", due, "proposed_due")):
        if initial[name] in ("", initial[before]):
            initial[name] = value
        initial[before] = value
    context = {"form": JournalLineForm(initial=initial)}
    return render_part(request, "ledger/journal_followers.html", "followers", context)


@require_GET
@permission_required(ADD, raise_exception=True)
def choices(request: SignedInRequest) -> JsonResponse:
    """What the picker of debtors, creditors and accounts shows for what is typed so far."""
    found = accounts_matching(request.GET.get("q", "").replace("\0", "").strip()[:200], seen_by=request.user)
    return picker_answer((about_value(each), str(each), str(each._meta.verbose_name)) for each in found)


@require_http_methods(["GET", "POST"])
@permission_required(POST, raise_exception=True)
def post(request: SignedInRequest) -> HttpResponse:
    """Show what posting writes, and write it."""
    if request.method == "GET":
        return _previewed(request)
    form = PostForm(request.POST)
    if not form.is_valid():
        return _previewed(request, refusal=_("Nothing was posted. Look it through again."))
    try:
        with transaction.atomic():
            entries = post_journal(
                form.cleaned_data["line"], by=request.user, key=form.cleaned_data["idempotency_key"]
            )
    except StaleWrite:
        return _previewed(request, refusal=_("The journal has changed since you saw it. Look it through again."))
    except REFUSALS as refused:
        return _previewed(request, refusal=sentence_of(refused))
    return see_other(request, reverse("ledger:journal"), toast=_told(entries), open_url=entries[0].get_absolute_url())


def _next_line(after: JournalLine | None = None) -> JournalLineForm:
    """An empty line: the day of the last one, the next voucher, or the one that does not balance yet."""
    last = after or JournalLine.objects.order_by("-pk").first()
    voucher, amount_ore = next_voucher(), 0
    if last is not None and (missing := missing_on(last.voucher)):
        voucher, amount_ore = last.voucher, missing
    initial: dict[str, Any] = {
        "voucher_date": last.voucher_date if last else timezone.localdate(),
        "voucher": voucher,
        "proposed_voucher": "" if amount_ore else voucher,
        "kind": last.kind if last and not amount_ore else EntryKind.JOURNAL,
        "currency": last.currency_id if last else DKK,
        "rate": last.rate_millionths if last else None,
    }
    if last and amount_ore:
        shown = initial_of(JournalLine(amount_ore=amount_ore, currency_id=last.currency_id))
        initial.update(amount=shown["amount"], document_no=last.document_no, text=last.text)
    return JournalLineForm(initial=initial)


def _saved(request: SignedInRequest, form: JournalLineForm, draft: JournalLine) -> HttpResponse:
    typed, is_new = form.cleaned_data, draft.pk is None
    about = None if is_new else draft
    form.apply_to(draft)
    is_proposed = str(draft.voucher) == typed["proposed_voucher"]
    if is_new and is_proposed and JournalLine.objects.filter(voucher=draft.voucher).exists():
        draft.voucher = next_voucher()
    try:
        save_draft(draft, by=request.user, key=typed["idempotency_key"] or None if is_new else None)
    except AccountArchived as refused:
        form.add_error("about", sentence_of(refused))
    except StaleWrite:
        form = _on_top_of(form, draft)
        form.add_error(None, _("Somebody has changed the line meanwhile. Save again to let yours stand."))
    else:
        if not is_new:
            toast(request, _("Saved"), undo_url=undo_url(latest_changeset()))
        return _done(request, after=draft)
    return _shown(request, form, about=about, status=422)


def _on_top_of(form: JournalLineForm, draft: JournalLine) -> JournalLineForm:
    """The same typing, to be saved over the line as it is now."""
    data = dict(form.data.items())
    data["version"] = JournalLine.objects.values_list("version", flat=True).get(pk=draft.pk)
    again = JournalLineForm(data)
    again.is_valid()
    return again


def _done(request: SignedInRequest, *, after: JournalLine | None = None) -> HttpResponse:
    return _shown(request, _next_line(after)) if wants_part(request) else SeeOther(reverse("ledger:journal"))


def _shown(
    request: SignedInRequest, form: JournalLineForm, *, about: JournalLine | None = None, status: int = 200
) -> HttpResponse:
    """The page; `about` is the line that the form corrects."""
    may = {name: request.user.has_perm(right) for name, right in (("add", ADD), ("change", CHANGE), ("post", POST))}
    vouchers = [
        ShownVoucher(number, list(lines)) for number, lines in groupby(journal_lines(), key=lambda each: each.voucher)
    ]
    context = {
        "form": form if may["change" if about else "add"] else None,
        "form_url": reverse("ledger:journal-line", args=[about.pk]) if about else reverse("ledger:journal"),
        "about": about,
        "vouchers": vouchers,
        "line_count": sum(len(voucher.lines) for voucher in vouchers),
        "may": may,
        "empty": EmptyState(icon="clipboard-list", title=_("The journal is empty")),
    }
    return render_part(request, "ledger/journal.html", "journal", context, status=status)


def _previewed(request: SignedInRequest, *, refusal: str = "") -> HttpResponse:
    foreseen = list(_foreseen())
    ready = [each for each in foreseen if not each.refusal]
    context = {
        "foreseen": foreseen,
        "ready": ready,
        "form": PostForm(initial={"line": [token for each in ready for token in each.tokens]}),
        "refusal": refusal,
        "url": reverse("ledger:journal-post"),
        "back_url": reverse("ledger:journal"),
    }
    return render_dialog(request, "ledger/journal_post.html", context, status=422 if refusal else 200)


def _foreseen() -> Iterator[Foreseen]:
    for number, group in groupby(journal_lines(), key=lambda each: each.voucher):
        lines = list(group)
        try:
            voucher = foresee_voucher(lines)
        except REFUSALS as refused:
            yield Foreseen(number, lines, refusal=sentence_of(refused))
        else:
            yield Foreseen(number, lines, voucher, legs=shown_legs(voucher.legs, voucher.currency))


def _picked(form: JournalLineForm, name: str) -> Any:
    """A field's value while the form is still being typed; None for what cannot be read."""
    try:
        return form.fields[name].clean(form.initial[name])
    except forms.ValidationError:
        return None


def _told(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return _("Posted as %(entry)s") % {"entry": entries[0]}
    counted = ngettext("%(count)d voucher posted", "%(count)d vouchers posted", len(entries)) % {"count": len(entries)}
    return f"{counted}: {entries[0]} – {entries[-1]}"
