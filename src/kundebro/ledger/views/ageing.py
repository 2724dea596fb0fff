"""What is owed by age (Aldersfordelt saldoliste), with a picture of the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.core.money import Money
from kundebro.ledger.forms.statement import AgeingForm
from kundebro.ledger.queries import USUAL_BUCKETS, AgeingRow, ageing
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.doors import may
from kundebro.users.requests import SignedInRequest

SHOWN: Final = 500
WIDTH: Final = 1000
"""Bars are drawn in thousandths of the width of the picture."""


@dataclass(frozen=True)
class Bar:
    """The sum of one stretch of days."""

    title: str
    amount: Money
    width: int
    is_overdue: bool


@dataclass(frozen=True)
class ShownRow:
    """An account with its amounts in the order of the columns."""

    number: str
    name: str
    url: str
    amounts: list[Money]
    total: Money


@require_GET
@may("view", "ledger.view_amounts")
def ageing_list(request: SignedInRequest, ledger: SubLedger) -> HttpResponse:
    """Accounts with something open on the day; today unless asked."""
    today = timezone.localdate()
    form = AgeingForm(request.GET or None, initial={"on": today})
    is_wrong = form.is_bound and not form.is_valid()
    on = form.cleaned_data["on"] if form.is_bound and not is_wrong else today
    rows = [] if is_wrong else ageing(ledger.kind, on=on)
    bars = _bars(rows)
    context = {
        "ledger": ledger,
        "list_url": ledger.url("list"),
        "form": form,
        "on": on,
        "bars": bars,
        "rows": [_shown(ledger, row) for row in rows[:SHOWN]],
        "total": sum((bar.amount for bar in bars), Money(0)),
        "left_out": max(len(rows) - SHOWN, 0),
    }
    return render(request, "ledger/ageing.html", context, status=422 if is_wrong else 200)


def _titles() -> list[str]:
    edges = [0, *USUAL_BUCKETS]
    stretches = [_("%(first)d–%(last)d days") % {"first": first + 1, "last": last} for first, last in pairwise(edges)]
    return [_("Not due"), *stretches, _("Over %(days)d days") % {"days": edges[-1]}]


def _bars(rows: Sequence[AgeingRow]) -> list[Bar]:
    sums = [sum(column) for column in zip(*([row.not_due_ore, *row.overdue_ore] for row in rows), strict=True)]
    titles = _titles()
    sums = sums or [0] * len(titles)
    longest = max(map(abs, sums)) or 1
    return [
        Bar(title, Money(ore), abs(ore) * WIDTH // longest, is_overdue=place > 0)
        for place, (title, ore) in enumerate(zip(titles, sums, strict=True))
    ]


def _shown(ledger: SubLedger, row: AgeingRow) -> ShownRow:
    amounts = [Money(ore) for ore in (row.not_due_ore, *row.overdue_ore)]
    return ShownRow(row.number, row.name, ledger.url("card", row.pk), amounts, row.total)
