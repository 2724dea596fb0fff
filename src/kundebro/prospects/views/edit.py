"""Edits one group of fields in place, and settles it when someone else was quicker."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import permission_required
from django.db import models
from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.components import Difference
from kundebro.core.shortcuts import SeeOther, render_part, wants_part
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import undo_url
from kundebro.prospects.card import Group, field_of, label_of, related_of, shown
from kundebro.prospects.forms import ProspectForm, prospect_form
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import NumberTaken, change_prospect
from kundebro.prospects.queries.stale import changed_since
from kundebro.prospects.views.card import group_of, render_group
from kundebro.prospects.views.card_page import CardPage, open_tab
from kundebro.prospects.views.notices import number_taken
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("prospects.change_prospect", raise_exception=True)
def edit(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The form of one group, in the group's place or as a page of its own."""
    group = group_of(key)
    prospect = visible_prospect(request.user, pk)
    make = prospect_form(group.fields)
    if request.method == "GET":
        return _asked(request, group, make(instance=prospect), prospect)
    form = make(request.POST, instance=visible_prospect(request.user, pk))
    if not form.is_valid():
        return _asked(request, group, form, prospect, status=422)
    kept = {name for name in form.model_fields if request.POST.get(f"keep-{name}") == "theirs"}
    return _saved(request, group, form, prospect, kept=kept)


def _asked(
    request: SignedInRequest, group: Group, form: ProspectForm, prospect: Prospect, *, status: int = 200
) -> HttpResponse:
    page = CardPage(request=request, prospect=prospect, tab=open_tab(request))
    context = {"card": page, "group": group, "form": form}
    return render_part(request, "prospects/edit.html", "form", context, status=status)


def _saved(
    request: SignedInRequest, group: Group, form: ProspectForm, prospect: Prospect, *, kept: set[str]
) -> HttpResponse:
    version: int | None = form.cleaned_data["version"]
    key = _key_of_request(form)
    while True:
        try:
            change_prospect(prospect, _without(form.values(), kept), by=request.user, version=version, key=key)
        except NumberTaken as taken:
            form.add_error("number", number_taken(taken.number, taken.prospect, seen_by=request.user))
            return _asked(request, group, form, prospect, status=422)
        except StaleWrite:
            meeting = Meeting.of(form, visible_prospect(request.user, prospect.pk, *related_of([group])), version or 0)
            if meeting.conflicts.keys() - kept:
                return _settled(request, group, form, meeting)
            kept, version = kept | meeting.theirs, meeting.prospect.version
        else:
            break
    _tell(request, form)
    if wants_part(request):
        return render_group(request, prospect.pk, group, is_saved=True)
    return SeeOther(CardPage(request=request, prospect=prospect, tab=open_tab(request)).url)


def _key_of_request(form: ProspectForm) -> str | None:
    """The same form sent twice counts once; sent again with other values it is another request."""
    key = form.cleaned_data["idempotency_key"]
    said = json.dumps([cast("QueryDict", form.data).getlist(name) for name in form.model_fields])
    return f"{key}:{hashlib.sha256(said.encode()).hexdigest()[:16]}" if key else None


def _without(values: Mapping[str, Any], kept: set[str]) -> dict[str, Any]:
    left = {name: value for name, value in values.items() if name not in kept}
    if "latitude" in kept:
        left.pop("coordinates_source", None)
    return left


def _tell(request: SignedInRequest, form: ProspectForm) -> None:
    changeset = latest_changeset()
    doubts = [f"{form.fields[name].label}: {text}" for name, texts in form.warnings.items() for text in texts]
    if changeset is None or not changeset.change_count:
        toast(request, _("Nothing was changed"))
    elif doubts:
        toast(request, " ".join([_("Saved."), *doubts]), level="warning", undo_url=undo_url(changeset))
    else:
        toast(request, _("Saved"), undo_url=undo_url(changeset))


@dataclass(frozen=True)
class Conflict:
    """A field that both changed: as it was, and as each of the two left it."""

    original: Any
    yours: Any
    theirs: Any


@dataclass(frozen=True)
class Meeting:
    """What two people made of the same fields."""

    prospect: Prospect
    theirs: set[str]
    conflicts: dict[str, Conflict]
    by: User | None

    @classmethod
    def of(cls, form: ProspectForm, prospect: Prospect, version: int) -> "Meeting":
        """Compare field by field with what the form was shown."""
        since = changed_since(prospect, version)
        theirs, conflicts = set(), {}
        for name in since.originals.keys() & set(form.model_fields):
            original, yours = since.originals[name], form.cleaned_data[name]
            now = getattr(prospect, name)
            if _key(yours) in (_key(now), _key(original)):
                theirs.add(name)
            elif _key(now) != _key(original):
                conflicts[name] = Conflict(original, yours, now)
        return cls(prospect, theirs, conflicts, since.by)

    def differences(self) -> list[Difference]:
        """The fields to choose in, as people read them."""
        return [
            Difference(
                name=name,
                title=capfirst(str(label_of(name))),
                original=_text(name, conflict.original),
                yours=_text(name, conflict.yours),
                theirs=_text(name, conflict.theirs),
            )
            for name, conflict in self.conflicts.items()
        ]


def _settled(request: SignedInRequest, group: Group, form: ProspectForm, meeting: Meeting) -> HttpResponse:
    """Ask which of the two values stays, for the fields that both changed; everything else goes along as it is."""
    prospect = meeting.prospect
    typed = {name: form.cleaned_data[name] for name in form.model_fields if name not in meeting.theirs}
    again = prospect_form(group.fields)(instance=prospect, initial=typed)
    context = {
        "card": CardPage(request=request, prospect=prospect, tab=open_tab(request)),
        "group": group,
        "form": again,
        "differences": meeting.differences(),
        "their_name": meeting.by.name if meeting.by else "",
    }
    return render_part(request, "prospects/differences.html", "form", context, status=422)


def _key(value: Any) -> Any:
    """The value so that what a form holds, what the row holds and what the history holds compare."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.QuerySet):
        return sorted(row.pk for row in value)
    return value


def _text(name: str, value: Any) -> str | Promise:
    """The value as people read it; the history keeps rows as keys."""
    column = field_of(name)
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(column, models.ManyToManyField) and isinstance(value, list):
        value = column.related_model._base_manager.filter(pk__in=value)
    elif isinstance(column, models.ForeignKey) and value is not None and not isinstance(value, models.Model):
        value = column.related_model._base_manager.filter(pk=value).first()
    return shown(name, value)
