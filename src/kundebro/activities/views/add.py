"""Ny aktivitet: from a prospect, a contact, a sales project, To-Do, the palette and + Ny."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.activities.choices import Kind
from kundebro.activities.forms import ActivityForm, TogetherForm, activity_form, seen_prospect
from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations import create_activities, create_activity
from kundebro.activities.operations.create import usual_type
from kundebro.activities.proposals import proposed_day
from kundebro.activities.views.back import back_url, came_from, done
from kundebro.contacts.models import Contact
from kundebro.core.dates import day_named
from kundebro.core.formats import show_date
from kundebro.core.shortcuts import render_dialog, render_part
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.selection import Selection
from kundebro.users.requests import SignedInRequest

LONGEST_KEY = 18
MOST_TOGETHER = 1000
may_add = permission_required("activities.add_activity", raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_add
def add(request: SignedInRequest) -> HttpResponse:
    """The dialog; `prospect`, `contact`, `project`, `type`, `subject` and `date` in the address fill it in."""
    named = Named(request)
    make = activity_form(is_new=True, asks_whom=named.prospect is None)
    instance = Activity(prospect=named.prospect) if named.prospect else Activity()
    if request.method == "GET":
        form = make(instance=instance, by=request.user, initial=named.initial())
        return _asked(request, form, named)
    form = make(request.POST, instance=instance, by=request.user)
    if not form.is_valid():
        return _asked(request, form, named, status=422)
    made = create_activity(
        named.prospect or form.cleaned_data["prospect"],
        form.values(),
        by=request.user,
        is_done=form.cleaned_data["is_done"],
        key=form.request_key,
    )
    return after_saving(request, made)


@require_GET
@may_add
def people(request: SignedInRequest) -> HttpResponse:
    """The contacts and sales projects of the prospect that was just chosen in the dialog."""
    form = activity_form(is_new=True, asks_whom=True)(request.GET, instance=Activity(), by=request.user)
    unbound = activity_form(is_new=True)(
        instance=Activity(prospect=form.customer) if form.customer else Activity(), by=request.user
    )
    return render_part(request, "activities/people.html", "people", {"form": unbound})


@require_POST
@may_add
def together(request: SignedInRequest) -> HttpResponse:
    """Planlæg opfølgning: the same next step for the prospects ticked in the list."""
    selection = Selection.read(request.POST)
    is_sent = "apply" in request.POST
    kind = usual_type(Kind.CALL)
    initial = {
        "activity_type": kind.pk,
        "subject": _("Follow up"),
        "date": proposed_day(kind, today=timezone.localdate()),
    }
    form = TogetherForm(request.POST if is_sent else None, initial=initial)
    prospects = selection.prospects(request.user).active()
    count = prospects.count()
    if is_sent and count > MOST_TOGETHER and form.is_valid():
        form.add_error(None, _("Choose at most %(most)d prospects at a time.") % {"most": MOST_TOGETHER})
    if not is_sent or not count or not form.is_valid():
        context = {"selection": selection, "count": count, "form": form}
        return render_dialog(request, "activities/together.html", context, status=422 if form.errors else 200)
    chosen = Prospect.objects.filter(pk__in=list(prospects.values_list("pk", flat=True)))
    made = create_activities(chosen, form.values(), by=request.user, key=form.cleaned_data["idempotency_key"])
    day = show_date(form.cleaned_data["date"])
    told = ngettext(
        "Follow-up planned for %(count)d prospect on %(day)s",
        "Follow-up planned for %(count)d prospects on %(day)s",
        count,
    ) % {"count": count if made else 0, "day": day}
    return done(request, selection.list_url, told)


def after_saving(request: SignedInRequest, made: Activity) -> HttpResponse:
    """Back to where one was; what is done on a prospect that has no next step asks for one."""
    url = back_url(request, made.get_absolute_url())
    if made.done_at is not None:
        is_forgotten = Prospect.objects.active().filter(pk=made.prospect_id, next_follow_up_on=None).exists()
        query = {"prospect": str(made.prospect_id), "subject": made.subject, "back": url}
        url = f"{reverse('activities:add')}?{urlencode(query)}" if is_forgotten else url
    return done(request, url, told_of(made), open_url=made.get_absolute_url())


def told_of(made: Activity) -> str:
    """What the toast says of a new activity."""
    if made.done_at is not None:
        return _("%(what)s noted as done") % {"what": made.subject}
    if made.due_on is None:
        return _("%(what)s is on the list without a day") % {"what": made.subject}
    return _("%(what)s planned for %(day)s") % {"what": made.subject, "day": show_date(made.due_on)}


class Named:
    """What the address says of the new activity, of what the user may see."""

    def __init__(self, request: SignedInRequest) -> None:
        self.request = request
        self.query: QueryDict = request.GET
        user = request.user
        self.contact = _one(
            Contact.objects.visible_to(user).active().select_related("prospect"), self.query, "contact"
        )
        self.project = _one(SalesProject.objects.visible_to(user).select_related("prospect"), self.query, "project")
        owner = self.project or self.contact
        self.prospect = owner.prospect if owner else seen_prospect(self.query.get("prospect", ""), user)
        if self.contact and self.prospect and self.contact.prospect_id != self.prospect.pk:
            self.contact = None

    @property
    def url(self) -> str:
        """The dialog's own address."""
        names = {"prospect": self.prospect, "contact": self.contact, "project": self.project}
        kept = {name: row.pk for name, row in names.items() if row}
        return f"{reverse('activities:add')}?{urlencode(kept)}" if kept else reverse("activities:add")

    def initial(self) -> dict[str, Any]:
        """What the form begins with."""
        today, query = timezone.localdate(), self.query
        types: Any = ActivityType.objects
        kind = _one(types.choosable(), query, "type") or usual_type(Kind.CALL)
        return {
            "activity_type": kind.pk,
            "subject": query.get("subject", "")[:200],
            "date": day_named(query.get("date", ""), today=today) or proposed_day(kind, today=today),
            "contacts": [self.contact.pk] if self.contact else [],
            "sales_project": self.project.pk if self.project else None,
            "responsible": self.request.user.pk,
        }


def _one(rows: Any, query: QueryDict, name: str) -> Any:
    text = query.get(name, "")
    is_key = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    return rows.filter(pk=int(text)).first() if is_key else None


def _asked(request: SignedInRequest, form: ActivityForm, named: Named, *, status: int = 200) -> HttpResponse:
    fallback = named.prospect.get_absolute_url() if named.prospect else reverse("activities:todo")
    context = {
        "form": form,
        "prospect": named.prospect,
        "url": named.url,
        "back": (request.POST or request.GET).get("back", "") or came_from(request) or fallback,
        "cancel_url": fallback,
    }
    return render_dialog(request, "activities/add.html", context, status=status)
