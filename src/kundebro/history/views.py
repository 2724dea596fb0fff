"""The Historik panel, one changeset's page, and Fortryd."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kundebro.core.shortcuts import render_part, see_other
from kundebro.core.toasts import toast
from kundebro.history import queries, rules
from kundebro.history.models import Change, Changeset
from kundebro.history.operations import undo as undoing
from kundebro.history.queries.story import SHOWN, episode_of
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import Tracked
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest


def undo_url(changeset: Changeset | None) -> str:
    """Where the changeset is taken back; empty when there is none."""
    return reverse("history:undo", args=[changeset.pk]) if changeset else ""


def tell_saved(request: HttpRequest, said: str = "", *, doubts: Sequence[str] = ()) -> None:
    """A toast that it is saved, with what looks odd and the way back; or that nothing was changed."""
    changeset, said = latest_changeset(), said or _("Saved")
    if changeset is None or not changeset.change_count:
        toast(request, _("Nothing was changed"))
    elif doubts:
        toast(request, " ".join([f"{said}.", *doubts]), level="warning", undo_url=undo_url(changeset))
    else:
        toast(request, said, undo_url=undo_url(changeset))


@require_GET
def panel(request: SignedInRequest, content_type: int, pk: int) -> HttpResponse:
    """The history of one record, as a tab or as a page."""
    record = visible_record(request.user, content_type, pk)
    before = request.GET.get("before", "")
    told = queries.story_of(record, before=int(before) if before.isdigit() else None)
    context = {"record": record, "content_type": content_type, "episodes": told, "has_more": len(told) == SHOWN}
    return render_part(request, "history/panel.html", "episodes", context)


@require_GET
def changeset(request: SignedInRequest, pk: int) -> HttpResponse:
    """One changeset with all it did, and whether it can be undone."""
    shown = visible_changeset(request.user, pk)
    return render_part(request, "history/changeset.html", "content", {"episode": episode_of(shown)})


@require_POST
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the changeset back; with conflicts, list them and offer to leave those rows as they are."""
    target = visible_changeset(request.user, pk)
    back = back_url(request, target)
    leave = request.POST.get("conflicts") == "leave"
    if target.change_count > undoing.PORTION and rules.in_background:
        run: Any = rules.in_background[0](changeset=target, by=request.user, leave_conflicts=leave)
        return see_other(request, run.get_absolute_url())
    try:
        done, _conflicts = undoing.undo(target, by=request.user, leave_conflicts=leave)
    except undoing.UndoRefused as refused:
        context = {"episode": episode_of(target), "refused": refused, "back": back}
        return render_part(request, "history/conflicts.html", "content", context, status=409)
    return see_other(request, back, toast=_("Undone"), undo_url=undo_url(done))


def visible_record(user: User, content_type: int, pk: int) -> Tracked:
    """The record whose history is asked for; 404 unless the user may see it, 403 without the right to its kind."""
    kind = get_object_or_404(ContentType, pk=content_type)
    model = kind.model_class()
    if model is None or not issubclass(model, Tracked):
        raise Http404
    if not user.has_perm(f"{kind.app_label}.view_{kind.model}"):
        raise PermissionDenied
    record: Tracked = get_object_or_404(_visible(model, user), pk=pk)
    return record


def visible_changeset(user: User, pk: int) -> Changeset:
    """The changeset, when the user made it or may see every row it names that still exists; else 404."""
    found = get_object_or_404(Changeset.objects.select_related("by", "undone_by", "about_type"), pk=pk)
    if found.by_id == user.pk:
        return found
    rows = Change.objects.filter(changeset=found).values_list("content_type", "object_id")[:1000]
    by_type: dict[int, set[int]] = {}
    for kind, key in rows:
        by_type.setdefault(kind, set()).add(key)
    for kind, keys in by_type.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        content_type = ContentType.objects.get_for_id(kind)
        if model is None or not user.has_perm(f"{content_type.app_label}.view_{content_type.model}"):
            raise Http404
        present = model._default_manager.filter(pk__in=keys).count()
        if _visible(model, user).filter(pk__in=keys).count() != present or (not present and not user.scope == "all"):
            raise Http404
    return found


def back_url(request: HttpRequest, target: Changeset) -> str:
    """Where the user came from, else the record it was about, else the start page."""
    for url in (
        request.POST.get("next", ""),
        request.headers.get("HX-Current-URL", ""),
        request.headers.get("Referer", ""),
    ):
        if url and url_has_allowed_host_and_scheme(
            url.strip(), {request.get_host()}, require_https=request.is_secure()
        ):
            return url.strip()
    model = target.about_type.model_class() if target.about_type else None
    record = model._base_manager.filter(pk=target.about_id).first() if model else None
    return record.get_absolute_url() if record is not None and hasattr(record, "get_absolute_url") else "/"


def _visible(model: type[models.Model], user: User) -> Any:
    rows: Any = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows
