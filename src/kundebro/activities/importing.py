"""Lists of activities and of notes: what becomes of each row, and writing it; a few questions for a thousand rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from html import unescape
from typing import Any, Final
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.activities.choices import Kind
from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations.create import usual_type
from kundebro.activities.rich_text import cleaned
from kundebro.activities.signals import activity_changed
from kundebro.core.danish import fold, number_key, sort_key
from kundebro.core.formats import parse_time, show_date
from kundebro.history.tracked import insert_many
from kundebro.imports.choices import Outcome
from kundebro.imports.targets import CheckedRow, ImportContext, ListRow, PlannedRow, Target, TargetField
from kundebro.parties.validators import one_line
from kundebro.prospects.importing.cells import day_of, yes_or_no
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.figures import hold_prospects, refresh_figures
from kundebro.users.models import User

ROWS: Final = UUID("0b5c9a6e-6a57-4a0e-9d6f-0f5b1f0e8d42")
"""The namespace of the activities' identities: the same row twice is the same activity."""

NOON: Final = time(12)
LONGEST_SUBJECT: Final = 200
DONE: Final = frozenset(map(fold, ("udført", "færdig", "afsluttet", "lukket", "done", "completed", "closed")))
OPEN: Final = frozenset(map(fold, ("åben", "planlagt", "ikke udført", "open", "planned", "not started", "to do")))
MARKUP: Final = re.compile(r"<br\s*/?>|</(?:p|div|li|ul|ol|span|strong|em|b|i|h[1-6]|a)\s*>", re.IGNORECASE)
LINE_END: Final = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|blockquote)>")
TAG: Final = re.compile(r"<[^>]*>")
CODES: Final = ("prospect", "prospect_name", "activity_type", "responsible")


def _field(name: str, title: Any, *aliases: str) -> TargetField:
    return TargetField(name=name, title=title, aliases=aliases)


COMMON: Final = (
    _field(
        "prospect", gettext_lazy("account number"), "Kontonummer", "Kontonr", "Kundenr", "Kundenummer", "Account no"
    ),
    _field(
        "prospect_name",
        gettext_lazy("prospect's name"),
        "Navn",
        "Firma",
        "Firmanavn",
        "Kunde",
        "Virksomhed",
        "Company",
    ),
    _field("date", gettext_lazy("date"), "Dato", "Forfald", "Forfaldsdato", "Oprettet", "Date", "Due date", "Created"),
    _field("time", gettext_lazy("time"), "Tid", "Kl", "Klokken", "Klokkeslæt", "Time", "Start"),
    _field("subject", gettext_lazy("subject"), "Emne", "Titel", "Overskrift", "Subject", "Title", "Task"),
    _field(
        "note", gettext_lazy("note"), "Note", "Notat", "Bemærkning", "Beskrivelse", "Tekst", "Comment", "Description"
    ),
    _field("responsible", gettext_lazy("responsible"), "Ansvarlig", "Sælger", "Medarbejder", "Owner", "Assigned to"),
)
ONLY_ACTIVITIES: Final = (
    _field("activity_type", gettext_lazy("type"), "Aktivitetstype", "Type", "Aktivitet", "Activity type", "Kind"),
    _field("is_done", gettext_lazy("done"), "Udført", "Færdig", "Status", "Done", "Completed"),
)


def activities_target() -> Target:
    """Activities of prospects that are there, done and still to be done."""
    return _target("activities", gettext_lazy("Activities"), (*COMMON, *ONLY_ACTIVITIES), ActivityImporter, 30)


def notes_target() -> Target:
    """Notes on prospects that are there."""
    return _target("notes", gettext_lazy("Notes"), COMMON, partial(ActivityImporter, are_notes=True), 40)


def _target(
    name: str, title: Any, fields: tuple[TargetField, ...], importer: Callable[[ImportContext], Any], position: int
) -> Target:
    return Target(
        name=name,
        title=title,
        permission="activities.import_activity",
        fields=fields,
        keys=(),
        importer=importer,
        list_url_name="activities:calendar",
        position=position,
    )


class ActivityImporter:
    """One import of activities under way; every row is a new one, unless the very same has been imported before."""

    def __init__(self, context: ImportContext, *, are_notes: bool = False) -> None:
        self.context = context
        self.are_notes = are_notes
        self.today = timezone.localdate()
        self.known: dict[str, dict[str, int]] = {}
        self.usual: dict[Kind, ActivityType] = {}

    def check(self, row: ListRow) -> CheckedRow:
        """Read the row's texts; asks no database."""
        checked = CheckedRow(row.number, row.line, values={"columns": {}, "codes": {}})
        columns, texts = checked.values["columns"], row.values
        for name, text in texts.items():
            if name in CODES:
                checked.values["codes"][name] = text
                continue
            try:
                columns[name] = self._read(name, text)
            except ValidationError as error:
                checked.refuse(name, error.messages[0])
        self._settle(checked)
        checked.title = " ".join(filter(None, (_shown(columns.get("date")), columns.get("subject", ""))))
        checked.identities = {"row": "\t".join(fold(texts.get(field, "")) for field in sorted(self.context.fields))}
        return checked

    def plan(self, rows: Sequence[CheckedRow], *, is_held: bool) -> list[PlannedRow]:
        """Say what would become of each row now."""
        self._look_up_codes()
        by_number, by_name = self._prospects(rows)
        if is_held:
            hold_prospects([pk for owners in (by_number.values(), *by_name.values()) for pk, _responsible in owners])
            by_number, by_name = self._prospects(rows)
        planned = [self._planned(row, by_number, by_name) for row in rows]
        identities = [row.plan["uid"] for row in planned if row.plan]
        there = dict(Activity.objects.filter(uid__in=identities).values_list("uid", "pk")) if identities else {}
        for row in planned:
            if row.plan and row.plan["uid"] in there:
                row.outcome, row.object_id = Outcome.UNCHANGED, there[row.plan["uid"]]
        return planned

    def apply(self, rows: Sequence[PlannedRow]) -> None:
        """Write the activities, and bring the prospects' figures up to date."""
        keys = insert_many(Activity, [row.plan for row in rows])
        for row, key in zip(rows, keys, strict=True):
            row.object_id = key
        activity_changed.send(sender=Activity, activities=keys)
        refresh_figures([row.plan["prospect_id"] for row in rows])

    def _read(self, name: str, text: str) -> Any:
        if name == "date":
            return day_of(text.strip(), self.today)
        if name == "time":
            return parse_time(text)
        if name == "subject":
            return one_line(text, max_length=LONGEST_SUBJECT).value
        if name == "note":
            return cleaned(text if MARKUP.search(text) else _paragraphs(text))
        said = yes_or_no(text) if fold(text) not in DONE | OPEN else fold(text) in DONE
        if said is None:
            raise ValidationError(_("Write yes or no, not “%(text)s”."), params={"text": text})
        return said

    def _settle(self, row: CheckedRow) -> None:
        """Give the row what it must have: a subject, and a date when it has been."""
        columns = row.values["columns"]
        if not columns.get("subject"):
            columns["subject"] = _first_line(columns.get("note", ""))
        if self.are_notes:
            columns.setdefault("date", self.today)
        day = columns.get("date")
        is_done = columns.pop("is_done", None)
        if is_done is None and "is_done" not in self.context.fields:
            is_done = self.are_notes or (day is not None and day < self.today)
        if is_done and day is None and "date" not in {issue.field for issue in row.issues}:
            row.refuse("date", _("What is done needs the date on which it was."))
        elif is_done and day is not None and day > self.today:
            row.refuse("date", _("What is done cannot lie in the future."))
        if columns.get("time") and day is None:
            row.refuse("time", _("A time needs a date."))
        columns["done_at"] = _moment(day, columns.get("time")) if is_done and day else None

    def _look_up_codes(self) -> None:
        """The names that cells may mean, asked for once for each portion: someone may add one meanwhile."""
        rows = list(ActivityType.objects.order_by("position", "pk"))
        self.usual = {kind: usual_type(kind) for kind in (Kind.NOTE, Kind.TASK)}
        people = User.objects.active()
        self.known = {
            "activity_type": {fold(text): row.pk for row in reversed(rows) for text in (row.code, row.name)},
            "responsible": {
                fold(text): user.pk for user in people for text in (user.name, user.email, user.initials) if text
            },
        }

    def _prospects(self, rows: Sequence[CheckedRow]) -> tuple[dict[str, tuple[int, Any]], dict[str, list[Any]]]:
        """Those the user may see: key and responsible by account number, and all there are by name."""
        numbers, names = set(), set()
        for row in rows:
            codes = row.values["codes"]
            if text := codes.get("prospect"):
                numbers.add(number_key(text))
            elif text := codes.get("prospect_name"):
                names.add(sort_key(text))
        seen = Prospect.objects.visible_to(self.context.by)
        found = seen.filter(number_key__among=sorted(numbers)).values_list("number_key", "pk", "responsible_id")
        by_name: dict[str, list[Any]] = {}
        named = seen.filter(sort_name__among=sorted(names)).order_by("pk") if names else seen.none()
        for name, pk, responsible in named.values_list("sort_name", "pk", "responsible_id"):
            by_name.setdefault(name, []).append((pk, responsible))
        return {number: (pk, responsible) for number, pk, responsible in found}, by_name

    def _planned(
        self,
        row: CheckedRow,
        by_number: Mapping[str, tuple[int, Any]],
        by_name: Mapping[str, list[Any]],
    ) -> PlannedRow:
        if first := row.repeats.get("row"):
            row.refuse("", _("The same stands in row %(row)s already.") % {"row": first})
        columns = {**row.values["columns"], **self._resolved(row)}
        owner = self._owner(row, by_number, by_name)
        planned = PlannedRow(row.number, row.line, Outcome.REFUSED, row.title, row.issues)
        if row.is_refused or owner is None:
            return planned
        columns["prospect_id"], responsible = owner
        kind = Kind.NOTE if self.are_notes or (columns["done_at"] and columns.get("note")) else Kind.TASK
        columns.setdefault("activity_type_id", self.usual[kind].pk)
        columns.setdefault("responsible_id", responsible or self.context.by.pk)
        columns["subject"] = columns["subject"] or self.usual[kind].name
        same = ("prospect_id", "activity_type_id", "date", "time", "subject", "note")
        columns["uid"] = uuid5(ROWS, repr([str(columns.get(name, "")) for name in same]))
        planned.outcome, planned.plan = Outcome.CREATED, columns
        return planned

    def _resolved(self, row: CheckedRow) -> dict[str, int]:
        """The columns behind the names in the row; one that means nothing is left out with a warning."""
        found = {}
        for name, names in self.known.items():
            text = row.values["codes"].get(name)
            if text and (key := names.get(fold(text))) is not None:
                found[f"{name}_id"] = key
            elif text:
                row.warn(name, _("There is no “%(text)s” in the set-up; it is left out.") % {"text": text})
        return found

    def _owner(
        self, row: CheckedRow, by_number: Mapping[str, tuple[int, Any]], by_name: Mapping[str, list[Any]]
    ) -> tuple[int, Any] | None:
        """Key and responsible of the prospect that the row is about."""
        codes = row.values["codes"]
        if text := codes.get("prospect"):
            if (owner := by_number.get(number_key(text))) is None:
                row.refuse("prospect", _("No prospect has the account number “%(text)s”.") % {"text": text})
            return owner
        text = codes.get("prospect_name", "")
        named = by_name.get(sort_key(text), []) if text else []
        if len(named) == 1:
            return named[0]  # type: ignore[no-any-return]
        if not text:
            row.refuse("prospect", _("The account number is missing."))
        elif named:
            sentence = _("Several prospects are called “%(text)s”. Say which by its account number.")
            row.refuse("prospect_name", sentence % {"text": text})
        else:
            row.refuse("prospect_name", _("No prospect is called “%(text)s”.") % {"text": text})
        return None


def _paragraphs(text: str) -> str:
    """Plain text as a note keeps it: an empty line parts paragraphs."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part)


def _first_line(note: str) -> str:
    """What the note says first, as a subject."""
    text = unescape(TAG.sub("", LINE_END.sub("\n", note)))
    line = next((line for line in map(str.strip, text.splitlines()) if line), "")
    return " ".join(line.split())[:LONGEST_SUBJECT]


def _moment(day: date, at: time | None) -> datetime:
    """When it was done, as far as the row says; the clocks' change is taken into account."""
    return timezone.make_aware(datetime.combine(day, at or NOON))


def _shown(day: date | None) -> str:
    return show_date(day) if day else ""
