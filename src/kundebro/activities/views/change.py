"""Corrects an activity, and settles it when someone else was quicker."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.activities.facts import label_of, shown
from kundebro.activities.forms import ActivityForm, activity_form
from kundebro.activities.models import Activity
from kundebro.activities.operations import change_activity
from kundebro.activities.views.back import back_url, came_from, done
from kundebro.activities.views.records import visible_activity
from kundebro.core.shortcuts import render_dialog
from kundebro.history.meeting import Meeting, answered, settle
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("activities.change_activity", raise_exception=True)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that can be said of the activity."""
    activity = visible_activity(request.user, pk)
    make = activity_form()
    form = make(request.POST or None, instance=visible_activity(request.user, pk), by=request.user)
    meeting: Meeting[Activity] | None = None
    if form.is_valid():
        meeting = _save(form, activity, by=request.user, posted=request.POST)
        if meeting is None:
            is_seen = Activity.objects.visible_to(request.user).filter(pk=pk).exists()
            url = back_url(request, activity.get_absolute_url() if is_seen else "")
            return done(request, url, _("Saved"))
        activity = meeting.record
        form = make(instance=activity, initial=meeting.typed(form.values()), by=request.user)
    context = {
        "activity": activity,
        "form": form,
        "meeting": meeting,
        "back": request.POST.get("back", "") or came_from(request),
    }
    return render_dialog(request, "activities/change.html", context, status=422 if form.is_bound or meeting else 200)


def _save(form: ActivityForm, activity: Activity, *, by: User, posted: QueryDict) -> Meeting[Activity] | None:
    """Write what the form says, and answer with what has to be asked first, if anything has."""
    values, key = form.values(), form.request_key

    def write(kept: set[str], version: int | None) -> None:
        wanted = {name: value for name, value in values.items() if name not in kept}
        change_activity(activity, wanted, by=by, version=version, key=key)

    def meet(version: int) -> Meeting[Activity]:
        return Meeting.of(visible_activity(by, activity.pk), version, values, label_of=label_of, shown=shown)

    kept = answered(posted, form.model_fields)
    return settle(write, meet, version=form.cleaned_data["version"], kept=kept)
