"""The page of one activity, and the file that puts it into somebody's calendar."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.activities.calendar import day_of, event_of
from kundebro.activities.ical import CONTENT_TYPE, written
from kundebro.activities.models import Activity
from kundebro.activities.queries import appointments
from kundebro.activities.rich_text import shown_note
from kundebro.activities.views.records import visible_activity
from kundebro.core.components import Action
from kundebro.core.formats import show_date, show_time
from kundebro.users.requests import SignedInRequest

may_view = permission_required("activities.view_activity", raise_exception=True)


@require_GET
@may_view
def activity(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is known of the activity."""
    shown = visible_activity(request.user, pk)
    may_move = shown.is_open and request.user.has_perm("activities.change_activity")
    context = {
        "activity": shown,
        "note": shown_note(shown.note),
        "when": _when(shown),
        "invitation": invitation_text(shown),
        "may_move": may_move,
        "actions": _actions(request, shown),
    }
    return render(request, "activities/activity.html", context)


@require_GET
@may_view
def calendar_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The activity as a file for the calendar program of whoever gets it."""
    shown = visible_activity(request.user, pk)
    day = day_of(shown)
    if day is None:
        raise Http404
    (told,) = appointments(Activity.objects.filter(pk=shown.pk))
    url = request.build_absolute_uri(reverse("activities:activity", args=[pk]))
    event = event_of(told, url=url, today=timezone.localdate(), last=day)
    text = "".join(written([event], name=shown.subject, method="PUBLISH"))
    name = content_disposition_header(as_attachment=True, filename=f"{' '.join(shown.subject.split())[:80]}.ics")
    return HttpResponse(
        text, content_type=f"{CONTENT_TYPE}; method=PUBLISH", headers={"Content-Disposition": name or ""}
    )


def invitation_text(activity: Activity) -> str:
    """Words to go with the file in a mail: what, when, where and who from us."""
    company = activity.prospect
    lines = [activity.subject, _when(activity), company.address_line, company.postal_line]
    lines.append(_("Kind regards, %(name)s") % {"name": activity.responsible.name})
    return "\n".join(filter(None, lines))


def _actions(request: SignedInRequest, activity: Activity) -> list[Action]:
    """Flere funktioner: plan what comes after, give up, open again, delete."""
    if not request.user.has_perm("activities.change_activity"):
        return []
    key = [activity.pk]
    query = urlencode({"prospect": str(activity.prospect_id), "subject": activity.subject})
    after = Action(title=_("New activity"), url=f"{reverse('activities:add')}?{query}", icon="plus", method="dialog")
    give_up = Action(title=_("Give up"), url=reverse("activities:cancel", args=key), icon="circle-x", method="dialog")
    open_again = Action(
        title=_("Open again"), url=reverse("activities:reopen", args=key), icon="rotate-2", method="post"
    )
    gone = Action(
        title=_("Delete"),
        url=reverse("activities:delete", args=key),
        icon="trash",
        method="dialog",
        is_dangerous=True,
        has_line_above=True,
    )
    return [after, give_up if activity.is_open else open_again, gone]


def _when(activity: Activity) -> str:
    day = day_of(activity)
    if day is None:
        return ""
    return f"{show_date(day)} {show_time(activity.time)}" if activity.time and day == activity.date else show_date(day)
