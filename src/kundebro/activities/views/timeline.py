"""The timeline of a prospect, a contact or a sales project: a tab of the card, or a page of its own."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kundebro.activities.choices import Kind
from kundebro.activities.forms import NoteForm, TimelineForm
from kundebro.activities.models import Activity
from kundebro.activities.queries import Happening, Source, Timeline, changesets_on, next_steps_of
from kundebro.activities.queries.timeline import Record
from kundebro.activities.queries.timeline import timeline_of as timeline_at
from kundebro.activities.rich_text import shown_note
from kundebro.contacts.models import Contact
from kundebro.contacts.views.records import visible_contact
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part
from kundebro.history import rules
from kundebro.history.queries import Episode, episodes_of
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.views.records import visible_project
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

LIST, OLDER, PANEL = "timeline-list", "timeline-older", "timeline"
PARTS = {LIST: "list", OLDER: "rows"}
EXCERPT, NAMED = 400, 3

may_view = permission_required("activities.view_activity", raise_exception=True)


class Line:
    """One line as the page shows it."""

    def __init__(self, happening: Happening, page: "TimelinePage") -> None:
        self.happening, self.page = happening, page
        self.day, self.row = happening.day, happening.row
        self.is_folded = happening.source == Source.CHANGES
        self.who = self.title = self.url = self.about = ""
        self.icon = "history"
        self.time: Any = None
        getattr(self, f"_{happening.source.name.lower()}")()

    @property
    def is_note(self) -> bool:
        """Whether it is a note, which is rewritten in place."""
        return self.happening.source == Source.ACTIVITY and self.row.activity_type.kind == Kind.NOTE

    @property
    def is_pinned(self) -> bool:
        """Whether it stands on top of the card as well."""
        return self.is_note and self.row.is_pinned

    @property
    def anchor(self) -> str:
        """How an address names the line."""
        return f"{self.happening.source.name.lower()}-{self.happening.key}"

    @property
    def note(self) -> str:
        """The text of an activity."""
        return self.row.note if self.happening.source == Source.ACTIVITY else ""

    @property
    def says_more(self) -> bool:
        """Whether there is more to read than its title."""
        return bool(self.note)

    @cached_property
    def excerpt(self) -> str:
        """The beginning of a long note; nothing of a short one."""
        words = " ".join(strip_tags(self.note.replace("<", " <")).split()) if len(self.note) > EXCERPT else ""
        return f"{words[:EXCERPT].rsplit(' ', 1)[0]} …" if len(words) > EXCERPT else ""

    @property
    def shown_note(self) -> SafeString:
        """The note with its form."""
        return shown_note(self.note)

    @property
    def changes_url(self) -> str:
        """Where the changes of the day are unfolded."""
        return f"{self.page.url}?{urlencode({'changes': self.day.isoformat()})}"

    def _activity(self) -> None:
        kind = self.row.activity_type
        self.icon, self.title, self.url, self.time = (
            kind.icon,
            self.row.subject,
            self.row.get_absolute_url(),
            self.row.time,
        )
        self.who = self.row.responsible.name
        people = ", ".join(contact.name for contact in self.row.contacts.all())
        state = "" if self.row.done_at else _("Given up")
        named = [kind.name, state, people, self.row.result]
        if self.is_note and self.row.note:  # it is called by its first line, which follows
            self.title = named.pop(0)
        self.about = " · ".join(filter(None, named))

    def _document(self) -> None:
        self.icon, self.title, self.url, self.about = (
            "file-text",
            self.row.name,
            self.row.get_absolute_url(),
            _("Document"),
        )
        versions = self.row.versions.all()
        self.who = versions[0].uploaded_by.name if versions else ""

    def _mail(self) -> None:
        self.icon, self.title = "send", self.row.subject
        self.who = self.row.queued_by.name if self.row.queued_by else ""
        self.about = f"{_('Mail to %(address)s') % {'address': self.row.to_address}} · {self.row.get_state_display()}"
        self.url = self.row.get_absolute_url() if self.page.sees_outbox else ""

    def _stage(self) -> None:
        self.icon, self.url = "route", self.row.project.get_absolute_url()
        self.title = f"{self.row.before.name} → {self.row.after.name}"
        self.about = f"{self.row.project.number} {self.row.project.description}".strip()

    def _event(self) -> None:
        self.icon, self.title = "flag", str(rules.labels.get(self.row.operation, self.row.operation))
        self.who = self.row.by.name if self.row.by else ""
        self.about, self.url = self.row.reason, reverse("history:changeset", args=[self.row.pk])

    def _changes(self) -> None:
        folded = self.happening.folded
        if folded is None:
            return
        names = sorted({capfirst(self._name_of(column)) for column in folded.columns})
        saved = ngettext("%(count)d change", "%(count)d changes", folded.count) % {"count": folded.count}
        fields = ngettext("of %(count)d field", "of %(count)d fields", len(names)) % {"count": len(names)}
        self.title = f"{saved} {fields}"
        self.about = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")

    def _name_of(self, column: str) -> str:
        model = type(self.page.record)
        for known in model._meta.concrete_fields:
            if known.attname == column:
                return str(known.verbose_name)
        try:
            return str(getattr(model._meta.get_field(column), "verbose_name", column))
        except FieldDoesNotExist:
            return column


class TimelinePage:
    """The timeline of one record as one user sees it."""

    def __init__(self, request: SignedInRequest, record: Record, *, form: NoteForm | None = None) -> None:
        self.request, self.record = request, record
        self.is_of_prospect = isinstance(record, Prospect)
        self.prospect: Prospect = record if isinstance(record, Prospect) else record.prospect
        self.form = form or NoteForm(prospect=self.prospect)
        self.filter = TimelineForm(request.GET if request.method == "GET" else {})
        self.sees_outbox = request.user.has_perm("mail.view_outgoingmail")

    @property
    def names(self) -> dict[str, int]:
        """How other addresses name the record beside its prospect."""
        if isinstance(self.record, Contact):
            return {"contact": self.record.pk}
        return {"project": self.record.pk} if isinstance(self.record, SalesProject) else {}

    @cached_property
    def url(self) -> str:
        """The timeline's own address."""
        name = "".join(f"-{key}" for key in self.names)
        return reverse(f"activities:timeline-of{name}", args=[self.record.pk])

    @property
    def note_url(self) -> str:
        """Where a new note goes."""
        query = f"?{urlencode(self.names)}" if self.names else ""
        return reverse("activities:note-add", args=[self.prospect.pk]) + query

    @property
    def query(self) -> str:
        """What a new activity is told of where it was asked for."""
        return urlencode({"prospect": self.prospect.pk, **self.names})

    @property
    def today(self) -> date:
        """The day it is read."""
        return timezone.localdate()

    @cached_property
    def timeline(self) -> Timeline:
        """The part that the address asks for."""
        wanted = self.filter.wanted()
        return timeline_at(self.record, seen_by=self.request.user, after=Cursor.read(self.request.GET), **wanted)

    @property
    def lines(self) -> list[Line]:
        """What has happened, the latest first."""
        return [Line(happening, self) for happening in self.timeline.happenings]

    @property
    def older_url(self) -> str:
        """The next fifty."""
        wanted = {name: value for name, value in self.filter.wanted().items() if value}
        return f"{self.url}?{urlencode({**wanted, 'after': self.timeline.older})}" if self.timeline.older else ""

    @property
    def is_filtered(self) -> bool:
        """Whether something is looked for."""
        return any(self.filter.wanted().values())

    @property
    def is_first(self) -> bool:
        """Whether it begins with the latest."""
        return "after" not in self.request.GET

    @cached_property
    def next_steps(self) -> list[Activity]:
        """What is still to be done."""
        return next_steps_of(self.record, seen_by=self.request.user)

    @property
    def lacks_next_step(self) -> bool:
        """Whether the prospect is about to be forgotten."""
        return self.is_of_prospect and not self.next_steps and not self.prospect.is_archived


@require_GET
@may_view
def timeline_of(request: SignedInRequest, prospect: int) -> HttpResponse:
    """What has happened with a prospect."""
    return _answer(request, visible_prospect(request.user, prospect))


@require_GET
@may_view
@permission_required("contacts.view_contact", raise_exception=True)
def timeline_of_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """What has happened with a contact."""
    return _answer(request, visible_contact(request.user, pk))


@require_GET
@may_view
@permission_required("pipeline.view_salesproject", raise_exception=True)
def timeline_of_project(request: SignedInRequest, pk: int) -> HttpResponse:
    """What has happened with a sales project."""
    return _answer(request, visible_project(request.user, pk))


def render_timeline(
    request: SignedInRequest, record: Record, *, form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    """The whole timeline, with a form as it was filled in."""
    page = TimelinePage(request, record, form=form)
    return render_part(request, "activities/timeline.html", "panel", {"page": page}, status=status)


def _answer(request: SignedInRequest, record: Record) -> HttpResponse:
    page = TimelinePage(request, record)
    if changes := request.GET.get("changes"):
        context = {"page": page, "episodes": _changes_on(record, changes), "day": changes}
        return render_part(request, "activities/timeline_changes.html", "episodes", context)
    part = PARTS.get(request.headers.get("HX-Target", ""), "panel")
    return render_part(request, "activities/timeline.html", part, {"page": page})


def _changes_on(record: Record, day: str) -> list[Episode]:
    try:
        return episodes_of(record, list(changesets_on(record, date.fromisoformat(day))[:100]))
    except ValueError:
        return []
