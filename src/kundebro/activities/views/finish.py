"""Færdig → hvad er næste?, and the other ways an activity ends: given up, opened again, deleted, put off."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.activities.forms import DeleteForm, FinishForm, GiveUpForm, LaterForm, SnoozeForm
from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.activities.operations import (
    NextStep,
    NotOpen,
    cancel_activity,
    change_activity,
    delete_activity,
    finish_activity,
    move_activities,
    reopen_activity,
)
from kundebro.activities.proposals import days_near, next_step_day
from kundebro.activities.views.back import back_url, came_from, done
from kundebro.activities.views.calendar import moved_values
from kundebro.activities.views.records import visible_activity
from kundebro.core.formats import show_date
from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.core.toasts import toast
from kundebro.history.tracked import StaleWrite
from kundebro.users.requests import SignedInRequest

LONGEST_KEY = 18
MOST_TICKED = 500
may_change = permission_required("activities.change_activity", raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_change
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """How it went, and the next step or why there is none: one form, one change."""
    activity = visible_activity(request.user, pk)
    if not activity.is_open and request.method == "GET":
        return _ended_before(request, activity)
    today = timezone.localdate()
    initial = {
        **_seen(request, activity),
        "note": activity.note,
        "result": activity.result,
        "step_type": activity.activity_type_id,
        "step_subject": activity.subject,
        "step_day": next_step_day(activity.activity_type, today=today),
    }
    form = FinishForm(request.POST or None, activity=activity, initial=initial)
    if form.is_valid():
        said, step = form.cleaned_data, form.step()
        try:
            finish_activity(
                activity,
                by=request.user,
                values={"result": said["result"], "note": said["note"]},
                next_step=NextStep(step) if step else None,
                reason="" if step else said["reason"],
                version=said["version"],
                key=said["idempotency_key"],
            )
        except NotOpen:
            return _ended_before(request, activity)
        except StaleWrite as stale:
            form = FinishForm(_with_version(request, stale), activity=activity)
            form.add_error(None, _("Somebody else has changed it meanwhile. Look at it, and save again."))
        else:
            told = _("%(what)s is done") % {"what": activity.subject}
            if step:
                told = _("%(done)s. Next step on %(day)s") % {"done": told, "day": show_date(step["date"])}
            return done(request, back_url(request, activity.get_absolute_url()), told)
    context = {"activity": activity, "form": form, "proposals": days_near(today)}
    return render_dialog(request, "activities/finish.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@may_change
def snooze(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another day for what is still to be done."""
    activity = visible_activity(request.user, pk)
    if not activity.is_open:
        return _ended_before(request, activity)
    form = SnoozeForm(request.POST or None, initial=_seen(request, activity))
    if form.is_valid():
        said = form.cleaned_data
        kept = activity.time if activity.follow_up_on is None else None
        values = moved_values(activity, said["day"], kept)
        try:
            change_activity(activity, values, by=request.user, version=said["version"], key=said["idempotency_key"])
        except StaleWrite as stale:
            form = SnoozeForm(_with_version(request, stale))
            form.add_error(None, _("Somebody else has changed it meanwhile. Look at it, and save again."))
        else:
            told = _("%(what)s is put off to %(day)s") % {"what": activity.subject, "day": show_date(said["day"])}
            return done(request, back_url(request, activity.get_absolute_url()), told)
    context = {"activity": activity, "form": form, "proposals": days_near(timezone.localdate())}
    return render_dialog(request, "activities/snooze.html", context, status=422 if form.is_bound else 200)


@require_POST
@may_change
def move_several(request: SignedInRequest) -> HttpResponse:
    """Flyt til…: the ticked activities to one day, never a day off."""
    keys = [int(key) for key in request.POST.getlist("selected")[:MOST_TICKED] if _is_key(key)]
    chosen: ActivityQuerySet = Activity.objects.open().visible_to(request.user).filter(pk__in=keys)
    is_sent = "apply" in request.POST
    form = LaterForm(request.POST if is_sent else None, initial={"back": came_from(request)})
    count = chosen.count()
    if not is_sent or not count or not form.is_valid():
        context = {
            "form": form,
            "keys": keys,
            "count": count,
            "proposals": days_near(timezone.localdate()),
            "cancel_url": back_url(request),
        }
        return render_dialog(request, "activities/move_several.html", context, status=422 if form.errors else 200)
    day, key = form.cleaned_data["day"], form.cleaned_data["idempotency_key"]
    move_activities(
        Activity.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))), to=day, by=request.user, key=key
    )
    told = ngettext("%(count)d activity moved to %(day)s", "%(count)d activities moved to %(day)s", count)
    return done(request, back_url(request), told % {"count": count, "day": show_date(day)})


@require_http_methods(["GET", "POST"])
@may_change
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the activity up, with a reason."""
    activity = visible_activity(request.user, pk)
    if not activity.is_open and request.method == "GET":
        return _ended_before(request, activity)
    form = GiveUpForm(request.POST or None, initial=_seen(request, activity))
    if form.is_valid():
        said = form.cleaned_data
        try:
            cancel_activity(
                activity, by=request.user, reason=said["reason"], version=said["version"], key=said["idempotency_key"]
            )
        except NotOpen:
            return _ended_before(request, activity)
        except StaleWrite as stale:
            form = GiveUpForm(_with_version(request, stale))
            form.add_error(None, _("Somebody else has changed it meanwhile. Look at it, and save again."))
        else:
            told = _("%(what)s is given up") % {"what": activity.subject}
            return done(request, back_url(request, activity.get_absolute_url()), told)
    context = {"activity": activity, "form": form}
    return render_dialog(request, "activities/cancel.html", context, status=422 if form.is_bound else 200)


@require_POST
@may_change
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let what was done or given up be open again."""
    activity = visible_activity(request.user, pk)
    reopen_activity(activity, by=request.user)
    return done(request, activity.get_absolute_url(), _("%(what)s is open again") % {"what": activity.subject})


@require_http_methods(["GET", "POST"])
@may_change
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the activity away; Fortryd brings it back."""
    activity = visible_activity(request.user, pk)
    form = DeleteForm(request.POST or None, initial={"back": came_from(request)})
    if form.is_valid():
        url = back_url(request, activity.prospect.get_absolute_url(), leaves=activity.get_absolute_url())
        delete_activity(activity, by=request.user, key=form.cleaned_data["idempotency_key"])
        return done(request, url, _("%(what)s is deleted") % {"what": activity.subject})
    context = {"activity": activity, "form": form}
    return render_dialog(request, "activities/delete.html", context, status=422 if form.is_bound else 200)


def _seen(request: SignedInRequest, activity: Activity) -> dict[str, Any]:
    return {"version": activity.version, "back": came_from(request)}


def _with_version(request: SignedInRequest, stale: StaleWrite) -> dict[str, Any]:
    return {**request.POST.dict(), "version": stale.args[0].version}


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def _ended_before(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Show the activity as it stands: it is not open any more."""
    toast(request, _("%(what)s is no longer open.") % {"what": activity.subject}, level="error")
    return see_other(request, activity.get_absolute_url())
