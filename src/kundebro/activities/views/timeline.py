"""The timeline of a prospect, a contact or a sales project: a tab of the card, or a page of its own."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
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
from kundebro.core.addresses import address_of
from kundebro.core.formats import show_time
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part
from kundebro.core.templatetags.kundebro import icon
from kundebro.history import rules
from kundebro.history.queries import Episode, episodes_of
from kundebro.mail.choices import MailState
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.views.records import visible_project
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

LIST, OLDER, PANEL = "timeline-list", "timeline-older", "timeline"
PARTS = {LIST: "list", OLDER: "rows"}
EXCERPT, NAMED = 400, 3

may_view = permission_required("activities.view_activity", raise_exception=True)


class Words:
    """What lines say over and over, in the user's language."""

    def __init__(self) -> None:
        self.pinned = format_html(' <span class="tag tag-brand">{}{}</span>', icon("pin"), _("Pinned"))
        self.whole, self.changes, self.edit = _("Show the whole note"), _("Show the changes"), _("Edit the note")


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
        return self.happening.source == Source.ACTIVITY and self.row.activity_type__kind == Kind.NOTE

    @property
    def html(self) -> SafeString:
        """The line, written here because fifty through template nodes cost ten times as much; all text is escaped."""
        return self._folded() if self.is_folded else self._told()

    def _told(self) -> SafeString:
        page, source = self.page, self.happening.source
        at = show_time(self.time) if self.time else ""
        is_pinned = self.is_note and self.row.is_pinned
        return format_html(
            '<li class="timeline-line" id="{}-{}">{}<div class="timeline-text"><p class="timeline-title">{}{}</p>'
            '<p class="timeline-about">{}</p>{}</div>{}</li>',
            source.name.lower(),
            self.happening.key,
            icon(self.icon),
            format_html('<a href="{}">{}</a>', self.url, self.title) if self.url else self.title,
            page.words.pinned if is_pinned else "",
            " · ".join(filter(None, (self.about, self.who, at))),
            self._note() if source == Source.ACTIVITY and self.row.note else "",
            self._button() if self.is_note and page.may_change else "",
        )

    def _folded(self) -> SafeString:
        return format_html(
            '<li class="timeline-line is-folded">{}<details hx-get="{}" hx-trigger="toggle once"'
            ' hx-target="find .timeline-changes" hx-swap="innerHTML"><summary>{} <small>{}</small></summary>'
            '<div class="timeline-changes"><a href="{}">{}</a></div></details></li>',
            icon(self.icon),
            url := f"{self.page.url}?{urlencode({'changes': self.day.isoformat()})}",
            self.title,
            self.about,
            url,
            self.page.words.changes,
        )

    def _note(self) -> SafeString:
        text, excerpt = self.row.note, ""
        if len(text) > EXCERPT and len(words := " ".join(strip_tags(text.replace("<", " <")).split())) > EXCERPT:
            excerpt = f"{words[:EXCERPT].rsplit(' ', 1)[0]} …"
        shown = format_html('<div class="rich-text" hx-disable>{}</div>', shown_note(text))
        if not excerpt:
            return shown
        return format_html(
            '<details class="note-long"><summary>{} <span class="note-more">{}</span></summary>{}</details>',
            excerpt,
            self.page.words.whole,
            shown,
        )

    def _button(self) -> SafeString:
        return format_html(
            '<a class="btn btn-icon btn-ghost btn-sm note-edit" href="{}" hx-get="{}" hx-target="#dialog" data-dialog>'
            '{}<span class="visually-hidden">{}: {}</span></a>',
            url := self.page.address("activities:note-change", self.row.pk),
            url,
            icon("pencil"),
            self.page.words.edit,
            self.row.subject,
        )

    def _activity(self) -> None:
        row = self.row
        self.icon, self.title, self.time, self.who = (
            row.activity_type__icon,
            row.subject,
            row.time,
            row.responsible__name,
        )
        self.url = self.page.address("activities:activity", row.pk)
        named = [row.activity_type__name, "" if row.done_at else _("Given up"), *self.happening.people, row.result]
        if self.is_note and row.note:  # it is called by its first line, which follows
            self.title = named.pop(0)
        self.about = " · ".join(filter(None, named))

    def _document(self) -> None:
        self.icon, self.title, self.about, self.who = "file-text", self.row.name, _("Document"), self.row.by or ""
        self.url = self.page.address("activities:document", self.row.pk)

    def _mail(self) -> None:
        row, state = self.row, MailState(self.row.state).label
        self.icon, self.title, self.who = "send", row.subject, row.queued_by__name or ""
        self.about = f"{_('Mail to %(address)s') % {'address': row.to_address}} · {state}"
        self.url = self.page.address("mail:mail", row.pk) if self.page.sees_outbox else ""

    def _stage(self) -> None:
        row = self.row
        self.icon, self.title = "route", f"{row.before__name} → {row.after__name}"
        self.about = f"{row.project__number} {row.project__description}".strip()
        self.url = self.page.address("pipeline:project", row.project)

    def _event(self) -> None:
        row = self.row
        self.icon, self.title, self.who = (
            "flag",
            str(rules.labels.get(row.operation, row.operation)),
            row.by__name or "",
        )
        self.about, self.url = row.reason, self.page.address("history:changeset", row.pk)

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
        self.may_change = request.user.has_perm("activities.change_activity")
        self._addresses: dict[str, Callable[[int], str]] = {}
        self.sees_outbox = request.user.has_perm("mail.view_outgoingmail")

    def address(self, name: str, key: int) -> str:
        """The address of a row: the route is looked up once, for row 0."""
        if name not in self._addresses:
            self._addresses[name] = address_of(name)
        return self._addresses[name](key)

    @cached_property
    def words(self) -> Words:
        """What its lines say over and over."""
        return Words()

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

    @cached_property
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
