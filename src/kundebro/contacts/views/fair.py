"""Messe-indtastning: many prospects and their contacts on one sheet, by keyboard, saved together."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import uuid4

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.company.models import NumberSeries
from kundebro.company.queries.numbers import free_numbers
from kundebro.contacts.fair import (
    COLUMNS,
    MOST_ROWS,
    TWINS,
    FairRow,
    Remark,
    flag_known,
    flag_twins,
    read_rows,
    refuse_taken,
)
from kundebro.contacts.forms.fair import FairForm
from kundebro.contacts.operations import enter_fair
from kundebro.contacts.queries.entered import prospects_entered
from kundebro.core.shortcuts import see_other
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.models import InterestType
from kundebro.prospects.numbers import SERIES, taken_among
from kundebro.prospects.operations import NumberTaken
from kundebro.users.requests import SignedInRequest

ROWS: Final = 20
PROPOSED: Final = 200
CHECKED_AT_ONCE: Final = 50
ONLY_GOOD: Final = "good"
LONG: Final = frozenset({"remark_1"})

Cells = tuple[int, dict[str, str]]
may_enter = permission_required(("prospects.add_prospect", "contacts.add_contact"), raise_exception=True)


@dataclass(frozen=True)
class Cell:
    """One box of the sheet."""

    column: str
    place: int
    value: str = ""
    error: Remark | None = None
    warning: str = ""

    @property
    def id(self) -> str:
        """The box's id and name."""
        return f"{self.column}.{self.place}"

    @property
    def label(self) -> str:
        """What the box is called, with its row."""
        return _("%(column)s, row %(row)s") % {"column": COLUMNS[self.column], "row": self.place + 1}

    @property
    def is_long(self) -> bool:
        """Whether there may be several lines in it."""
        return self.column in LONG


@dataclass
class Sheet:
    """The sheet as one user sees it, empty or as it was sent."""

    request: SignedInRequest
    form: FairForm
    rows: Sequence[FairRow] = ()
    is_sent: bool = False
    saved: int = 0

    @property
    def wrong(self) -> list[FairRow]:
        """The rows that cannot be saved as they are."""
        return [row for row in self.rows if row.errors]

    @property
    def faults(self) -> list[Cell]:
        """The boxes with something wrong in them."""
        return [_cell(name, row.place, row) for row in self.rows for name in row.errors]

    @property
    def good_count(self) -> int:
        """How many rows could be saved now."""
        return len(self.rows) - len(self.wrong)

    @cached_property
    def numbers(self) -> list[str]:
        """The account numbers that the next rows would get; others may take them first."""
        return free_numbers(NumberSeries.objects.get(code=SERIES), PROPOSED, taken_among)[0]

    @property
    def lines(self) -> Iterable[dict[str, Any]]:
        """Row by row what is shown."""
        typed = {row.place: row for row in self.rows}
        free = iter(self.numbers)
        for place in range(max(ROWS, *(place + 1 for place in typed)) if typed else ROWS):
            row = typed.get(place)
            yield {
                "place": place,
                "number": "" if row and row.texts["number"] else next(free, ""),
                "cells": [_cell(column, place, row) for column in COLUMNS],
                "duplicates": row.duplicates if row else (),
            }

    @property
    def titles(self) -> list[tuple[str, Any]]:
        """The columns and what they are called."""
        return list(COLUMNS.items())

    @property
    def blank(self) -> list[Cell]:
        """The boxes that a new row is made of."""
        return [Cell(column, 0) for column in COLUMNS]

    @property
    def facts(self) -> dict[str, Any]:
        """What the sheet's script goes by."""
        return {
            "columns": {name: str(title) for name, title in COLUMNS.items()},
            "check": reverse("contacts:fair-check"),
            "atOnce": CHECKED_AT_ONCE,
            "most": MOST_ROWS,
            "numbers": self.numbers,
            "interests": list(InterestType.objects.active().values_list("name", flat=True)),
            "texts": _texts(),
        }

    def answer(self) -> HttpResponse:
        """The page; 422 as long as something that was sent is not stored."""
        flag_twins(self.rows)
        flag_known(self.rows[:CHECKED_AT_ONCE], seen_by=self.request.user)
        return render(self.request, "contacts/fair.html", {"sheet": self}, status=422 if self.is_sent else 200)


@require_http_methods(["GET", "POST"])
@may_enter
def fair(request: SignedInRequest) -> HttpResponse:
    """The sheet; saved as one changeset when every row is right, or the good ones when asked for."""
    if request.method != "POST":
        return Sheet(request, FairForm(by=request.user)).answer()
    form = FairForm(request.POST, by=request.user)
    sheet = Sheet(request, form, read_rows(_sent(request), by=request.user, today=timezone.localdate()), is_sent=True)
    if sheet.rows and form.is_valid():
        return _entered(sheet, is_only_good=request.POST.get("save") == ONLY_GOOD)
    return sheet.answer()


@require_POST
@may_enter
def check(request: SignedInRequest) -> JsonResponse:
    """Some rows while they are typed: what is wrong or odd, the town, and whom they may be about already."""
    rows = read_rows(_placed(_parsed(request.body)[:CHECKED_AT_ONCE]), by=request.user, today=timezone.localdate())
    for row in rows:
        refuse_taken([row], seen_by=request.user)
    flag_known(rows, seen_by=request.user)
    return JsonResponse({"rows": [_told(row) for row in rows]})


def _entered(sheet: Sheet, *, is_only_good: bool) -> HttpResponse:
    """Save what can be saved, and answer with the list or with what is left."""
    request, form = sheet.request, sheet.form
    key = form.cleaned_data["idempotency_key"]
    refuse_taken(sheet.rows, seen_by=request.user, but=prospects_entered(by=request.user, key=key))
    good = [row for row in sheet.rows if not row.errors]
    if not good or (sheet.wrong and not is_only_good):
        return sheet.answer()
    try:
        made = enter_fair(good, form.columns(), by=request.user, key=key)
    except NumberTaken:
        refuse_taken(sheet.rows, seen_by=request.user)
        return sheet.answer()
    said = ngettext("%(count)d prospect saved", "%(count)d prospects saved", len(made)) % {"count": len(made)}
    if not sheet.wrong:
        url = f"{reverse('prospects:list')}?sort=-created"
        return see_other(request, url, toast=said, undo_url=undo_url(latest_changeset()))
    toast(request, said, undo_url=undo_url(latest_changeset()))
    common = {name: form.cleaned_data[name] for name in form.fields if name != "idempotency_key"}
    rest = FairForm(by=request.user, initial={**common, "idempotency_key": str(uuid4())})
    return Sheet(request, rest, sheet.wrong, is_sent=True, saved=len(made)).answer()


def _sent(request: SignedInRequest) -> list[Cells]:
    """The rows of the form: as JSON in one field, or as they stand when the browser runs no script."""
    if text := request.POST.get("sheet"):
        return _placed(list(enumerate(_parsed(text))))
    lines = ({name: request.POST.get(f"{name}.{place}", "") for name in COLUMNS} for place in range(ROWS))
    return list(enumerate(lines))


def _parsed(text: str | bytes) -> list[Any]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(parsed, list):
        raise BadRequest
    return parsed


def _placed(rows: Sequence[Any]) -> list[Cells]:
    """Rows as [place, [text, …]] in the order of the columns; anything else is refused."""
    placed: list[Cells] = []
    for row in rows:
        match row:
            case [int(place), [*texts]] if 0 <= place < MOST_ROWS and all(isinstance(text, str) for text in texts):
                whole = (text.encode("utf-8", "replace").decode() for text in texts)
                placed.append((place, dict(zip(COLUMNS, whole, strict=False))))
            case _:
                raise BadRequest
    return placed


def _cell(column: str, place: int, row: FairRow | None) -> Cell:
    if row is None:
        return Cell(column, place)
    return Cell(column, place, row.texts[column], row.errors.get(column), row.warnings.get(column, ""))


def _told(row: FairRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "tidied": row.tidied(),
        "errors": {name: vars(remark) for name, remark in row.errors.items()},
        "warnings": row.warnings,
        "duplicates": [vars(remark) for remark in row.duplicates],
        "marks": row.marks,
    }


def _texts() -> dict[str, str]:
    """The sentences that the sheet's script shows; it puts in what stands as %(…)s."""
    return {
        **{kind: str(sentence) for kind, sentence in TWINS.items()},
        "number": _("The account number stands in row %(row)s already."),
        "cell": _("%(column)s, row %(row)s"),
        "duplicate": _("Row %(row)s: possible duplicate. %(reason)s"),
        "error": _("Row %(row)s: %(reason)s"),
        "full": _("There is room for %(most)s rows. Save these first, or import the list."),
        "count": _("Rows filled in: %(count)s"),
        "automatic": _("automatic"),
    }
