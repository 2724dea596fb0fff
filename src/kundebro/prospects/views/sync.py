"""Synkronisering: its set-up, and Bring i trit for one prospect or for all that differ from their accounts."""

from collections.abc import Mapping

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.components import Column, Table
from kundebro.core.formats import show_count
from kundebro.core.pages import COUNTED_UP_TO, Count, Cursor, paginate
from kundebro.core.shortcuts import render_dialog, render_part, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import tell_saved, undo_url
from kundebro.prospects.choices import Side
from kundebro.prospects.forms.sync import InStepForm, LevelForm, SyncForm
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.operations import bring_all_in_step, bring_in_step, set_sync
from kundebro.prospects.operations.in_step import may_bring_in_step
from kundebro.prospects.operations.together import start_bringing_in_step
from kundebro.prospects.queries.sync import (
    differences_of,
    differing_fields,
    out_of_step,
    records_of,
    sync_rules,
    title_of,
)
from kundebro.prospects.views.card_page import CardPage, open_tab
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

SETUP, LEVEL = "company.change_crm_setup", "prospects.level_prospect"
WAITED_FOR = 1000


@require_http_methods(["GET", "POST"])
@permission_required(SETUP, raise_exception=True)
def sync(request: SignedInRequest) -> HttpResponse:
    """The switch, and who owns which field."""
    form = SyncForm(request.POST or None, rules=sync_rules())
    if form.is_valid():
        key, is_on = form.cleaned_data["idempotency_key"], form.cleaned_data["is_on"]
        set_sync(is_on=is_on, owners=form.owners(), by=request.user, key=key)
        tell_saved(request)
        return see_other(request, reverse("prospects:sync"))
    return render(request, "prospects/sync.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@permission_required("prospects.change_prospect", raise_exception=True)
def in_step(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the prospect and its accounts differ, and which of the values stays."""
    prospect = visible_prospect(request.user, pk, "debtor", "creditor")
    if not may_bring_in_step(request.user, prospect):
        raise PermissionDenied
    page = CardPage(request=request, prospect=prospect, tab=open_tab(request))
    differences, versions = differences_of(prospect, sync_rules()), _versions(prospect)
    form = InStepForm(request.POST or None, differences=differences, versions=versions)
    if form.is_valid():
        chosen, key = form.cleaned_data, form.cleaned_data["idempotency_key"]
        try:
            bring_in_step(prospect, form.choices(), by=request.user, versions=chosen["versions"], key=key)
        except StaleWrite:
            form = InStepForm(differences=differences, versions=versions)
            return _asked(request, page, form, is_stale=True)
        return see_other(request, page.url, toast=_("Brought in step"), undo_url=undo_url(latest_changeset()))
    return _asked(request, page, form)


@require_GET
@permission_required("company.view_setup", raise_exception=True)
def differing(request: SignedInRequest) -> HttpResponse:
    """The prospects that do not hold the same as their accounts."""
    rows = _differing(request.user).select_related("debtor", "creditor")
    page = paginate(rows, order=("sort_name", "pk"), after=Cursor.read(request.GET), count=_count(rows))
    columns: list[Column[Prospect]] = [
        Column(key="name", title=_("Name"), cell=lambda row: row.name, phone="title"),
        Column(key="number", title=_("No."), cell=lambda row: row.number, phone="line"),
        Column(key="accounts", title=_("Accounts"), cell=_accounts, phone="aside"),
        Column(key="fields", title=_("Differs in"), cell=_fields),
    ]
    table = Table(records=page.items, columns=columns, caption=_("Out of step"), link=_address, target="#rows")
    context = {"page": page, "table": table, "is_on": sync_rules().is_on, "may_level": request.user.has_perm(LEVEL)}
    return render_part(request, "prospects/out_of_step.html", "rows", context)


@require_http_methods(["GET", "POST"])
@permission_required(LEVEL, raise_exception=True)
def level(request: SignedInRequest) -> HttpResponse:
    """Let one side win, field by field, for all that differ."""
    form = LevelForm(request.POST or None)
    if not form.is_valid():
        return render_dialog(request, "prospects/level.html", {"form": form}, status=422 if form.errors else 200)
    winners, key = form.winners(), form.cleaned_data["idempotency_key"]
    prospects = _differing(request.user, fields=winners)
    count = prospects.count()
    if count > WAITED_FOR:
        title = _("Bring %(count)s prospects in step") % {"count": show_count(count)}
        run = start_bringing_in_step(prospects, winners, by=request.user, title=title, key=key)
        return see_other(request, run.get_absolute_url() if run else reverse("jobs:list"))
    done = bring_all_in_step(prospects, winners, by=request.user, key=key)
    told = ngettext("%(count)d prospect brought in step", "%(count)d prospects brought in step", done) % {
        "count": done
    }
    return see_other(request, reverse("prospects:out-of-step"), toast=told, undo_url=undo_url(latest_changeset()))


def _asked(request: SignedInRequest, page: CardPage, form: InStepForm, *, is_stale: bool = False) -> HttpResponse:
    context = {"card": page, "form": form, "is_stale": is_stale}
    return render_dialog(request, "prospects/in_step.html", context, status=422 if form.errors or is_stale else 200)


def _versions(prospect: Prospect) -> dict[Side, int]:
    return {side: record.version for side, record in records_of(prospect).items()}


def _differing(user: User, fields: Mapping[str, object] | None = None) -> ProspectQuerySet:
    found = out_of_step(fields=fields) if fields else out_of_step()
    return found.visible_to(user)


def _count(rows: ProspectQuerySet) -> Count:
    """How many differ, no further than one would read: no statistics of a database know how often two columns do."""
    number = rows.order_by().values("pk")[: COUNTED_UP_TO + 1].count()
    return Count(min(number, COUNTED_UP_TO), is_exact=number <= COUNTED_UP_TO)


def _accounts(prospect: Prospect) -> str:
    kinds = [(prospect.is_debtor, _("Debtor")), (prospect.is_creditor, _("Creditor"))]
    return ", ".join(name for is_there, name in kinds if is_there)


def _fields(prospect: Prospect) -> str:
    return ", ".join(title_of(name) for name in differing_fields(records_of(prospect)))


def _address(prospect: Prospect) -> str:
    return reverse("prospects:in-step", args=[prospect.pk])
