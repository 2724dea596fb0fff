"""CRM → Kalender: a day, a week, a month or a list; what is on it can be moved."""

from datetime import date, time
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.activities import queries
from kundebro.activities.agenda import Sheet, beside, days_of, hours_of, span_of, title_of, weeks_of
from kundebro.activities.calendar import day_of
from kundebro.activities.calendar_rows import Entries
from kundebro.activities.forms import MoveForm
from kundebro.activities.models import Activity
from kundebro.activities.operations import change_activity
from kundebro.activities.views.back import done
from kundebro.activities.views.records import visible_activity
from kundebro.core.components import changed_query
from kundebro.core.dates import FIRST_YEAR, LAST_YEAR, day_named
from kundebro.core.formats import show_date, show_time
from kundebro.core.shortcuts import render_dialog, render_part, wants_part
from kundebro.history.tracked import StaleWrite
from kundebro.users.choices import Scope
from kundebro.users.queries import employees, seen_responsibles
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("activities.view_activity", raise_exception=True)
def calendar(request: SignedInRequest) -> HttpResponse:
    """One sheet of the calendar, as the address asks for it."""
    query, today = request.GET, timezone.localdate()
    sheet = Sheet(query["sheet"]) if query.get("sheet") in Sheet.values else Sheet.MONTH
    day = _day_asked_for(query.get("day", ""), today)
    who = query.get("who", "")
    first, last = span_of(sheet, day)
    people = queries.people_to_show(who, seen_by=request.user)
    found = queries.calendar_of(people, seen_by=request.user, first=first, last=last, most=sheet.most)
    may_move = request.user.has_perm("activities.change_activity")
    write = Entries(today, says_whose=people != [request.user.pk], may_move=may_move)
    days = days_of(found, sheet=sheet, day=day, today=today, write=write)
    context = {
        "sheet": sheet,
        "sheets": [(each, changed_query(query, sheet=each.value)) for each in Sheet],
        "title": title_of(sheet, day),
        "before": changed_query(query, day=beside(sheet, day, -1).isoformat()),
        "after": changed_query(query, day=beside(sheet, day, 1).isoformat()),
        "now": changed_query(query, day=None),
        "who": who,
        "people": _options(request, who),
        "day": day,
        "today": today,
        "days": [each for each in days if each.entries or each.is_today] if sheet == Sheet.LIST else days,
        "weeks": weeks_of(days) if sheet == Sheet.MONTH else [],
        "hours": hours_of(days) if sheet in (Sheet.DAY, Sheet.WEEK) else [],
        "is_empty": not found.entries,
        "may_move": may_move,
        "rest": f"?{urlencode({'sheet': Sheet.DAY, 'who': who})}",
    }
    return render_part(request, "activities/calendar.html", "sheet", context)


@require_http_methods(["GET", "POST"])
@permission_required("activities.change_activity", raise_exception=True)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another day or another time for what is still to be done; dropping an entry on the calendar sends the same form."""
    activity = visible_activity(request.user, pk)
    if not activity.is_open:
        raise Http404
    form = MoveForm(request.POST or None, initial=_initial(request, activity))
    if form.is_valid():
        chosen = form.cleaned_data
        values = moved_values(activity, chosen["day"], chosen["time"])
        try:
            change_activity(
                activity, values, by=request.user, version=chosen["version"], key=chosen["idempotency_key"]
            )
        except StaleWrite as stale:
            form = MoveForm({**request.POST.dict(), "version": stale.args[0].version})
            form.add_error(None, _("Somebody else has changed it meanwhile. Look at it, and save again."))
        else:
            return _moved(request, form)
    context = {"activity": activity, "form": form}
    return render_dialog(request, "activities/move.html", context, status=422 if form.is_bound else 200)


def moved_values(activity: Activity, day: date, at: time | None) -> dict[str, Any]:
    """What changes when the activity goes to the day: its follow-up if that is what it waits for, else itself."""
    waits_for_follow_up = activity.follow_up_on is not None and at is None
    if waits_for_follow_up and (activity.date is None or activity.date <= day):
        return {"follow_up_on": day}
    return {"date": day, "time": at, "follow_up_on": None}


def _moved(request: SignedInRequest, form: MoveForm) -> HttpResponse:
    chosen = form.cleaned_data
    back = request.headers.get("HX-Current-URL", "") if wants_part(request) else chosen["next"]
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = f"{reverse('activities:calendar')}?{urlencode({'day': chosen['day'].isoformat()})}"
    to = f"{show_date(chosen['day'])} {show_time(chosen['time'])}" if chosen["time"] else show_date(chosen["day"])
    return done(request, back, _("Moved to %(day)s") % {"day": to})


def _initial(request: SignedInRequest, activity: Activity) -> dict[str, Any]:
    day = day_of(activity)
    at = activity.time if activity.time and day == activity.date else None
    return {
        "day": day,
        "time": f"{at:%H.%M}" if at else "",
        "version": activity.version,
        "next": request.headers.get("Referer", ""),
    }


def _day_asked_for(text: str, today: date) -> date:
    """The day as an address or a person writes it; today when it says nothing. At the ends of time the sheets end."""
    day = day_named(text, today=today) or today
    return day if FIRST_YEAR < day.year < LAST_YEAR else today


def _options(request: SignedInRequest, who: str) -> SafeString:
    """Whose calendar can be asked for, written here: a large company has hundreds."""
    chosen, other = '<option value="{}" selected>{}</option>', '<option value="{}">{}</option>'
    options = (format_html(chosen if value == who else other, value, name) for value, name in _choices(request))
    return format_html_join("", "{}", ((option,) for option in options))


def _choices(request: SignedInRequest) -> list[tuple[str, str]]:
    user = request.user
    if user.scope == Scope.OWN:
        return []
    seen = seen_responsibles(user)
    people = employees() if seen is None else employees().filter(pk__in=seen)
    choices = [("", _("My own"))]
    if user.team_id is not None:
        choices.append(("team", _("My team")))
    if seen is None:
        choices.append(("all", _("Everyone")))
    return [*choices, *((str(pk), name) for pk, name in people.exclude(pk=user.pk).values_list("pk", "name"))]
