"""Lists of sales projects: what becomes of each row, and writing it; a handful of questions for a thousand rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.danish import fold, number_key
from kundebro.core.formats import parse_percent
from kundebro.core.money import Money
from kundebro.history.tracked import insert_many, save_many
from kundebro.imports.choices import Outcome as RowOutcome
from kundebro.imports.choices import Policy
from kundebro.imports.targets import (
    CheckedRow,
    FieldChange,
    ImportContext,
    ListRow,
    MatchKey,
    PlannedRow,
    Target,
    TargetField,
)
from kundebro.parties.validators import one_line
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.facts import label_of, shown
from kundebro.pipeline.models import LostReason, SalesProject, Stage, StageChange
from kundebro.pipeline.models.codes import WHOLE
from kundebro.pipeline.models.sales_project import LARGEST_ORE
from kundebro.pipeline.numbers import next_numbers
from kundebro.pipeline.operations.figures import told_of
from kundebro.prospects.importing.cells import day_of
from kundebro.prospects.models import LeadSource, Prospect
from kundebro.prospects.operations.figures import hold_prospects
from kundebro.users.models import User

AMOUNTS: Final = ("quote_ore", "margin_ore", "yearly_margin_ore")
DAYS: Final = ("date", "expected_close_on", "follow_up_on", "closed_on")
LINES: Final = {"number": 20, "description": 200, "competitor": 100}
CODES: Final = ("prospect", "stage", "responsible", "source", "lost_reason")
ONLY_NEW: Final = frozenset({"number", "prospect_id", "stage_id", "closed_on", "outcome", "lost_reason_id", "date"})
"""What a list says of a new project and leaves alone on one that is there: moving it is a step of its own."""

OUTCOMES: Final = {
    **{fold(word): Outcome.WON for word in ("vundet", "won", "ordre")},
    **{fold(word): Outcome.LOST for word in ("tabt", "lost")},
    **{fold(word): Outcome.DROPPED for word in ("opgivet", "dropped", "droppet")},
}


def _field(name: str, title: Any, *aliases: str) -> TargetField:
    return TargetField(name=name, title=title, aliases=aliases)


FIELDS: Final = (
    _field(
        "number", gettext_lazy("project number"), "SProjektnr", "Projektnr", "Projektnummer", "Project no", "Deal id"
    ),
    _field(
        "prospect", gettext_lazy("account number"), "Kontonummer", "Kontonr", "Kundenr", "Kundenummer", "Account no"
    ),
    _field(
        "description",
        gettext_lazy("short description"),
        "Beskrivelse",
        "Projekt",
        "Titel",
        "Emne",
        "Description",
        "Deal",
    ),
    _field("stage", gettext_lazy("stage"), "Fase", "Aktivitet", "Stage", "Trin"),
    _field("responsible", gettext_lazy("seller"), "Sælger", "Ansvarlig", "Owner", "Sales rep"),
    _field(
        "quote_ore",
        gettext_lazy("quote amount"),
        "TilbudKr",
        "Tilbudsbeløb",
        "Tilbud",
        "Beløb",
        "Amount",
        "Deal value",
    ),
    _field("probability_hundredths", gettext_lazy("probability"), "Sandsynlighed", "Procent", "Probability"),
    _field("margin_ore", gettext_lazy("contribution margin"), "TilbudDB", "DB", "Dækningsbidrag", "Margin"),
    _field(
        "yearly_margin_ore",
        gettext_lazy("yearly contribution margin"),
        "DB Årlig",
        "Årligt DB",
        "Årligt dækningsbidrag",
    ),
    _field("expected_close_on", gettext_lazy("expected close"), "Forventet lukning", "Lukkes", "Close date"),
    _field("follow_up_on", gettext_lazy("follow-up"), "Opfølgning", "Opfølgningsdato", "Follow-up"),
    _field("date", gettext_lazy("date"), "Dato", "Oprettet", "Date", "Created"),
    _field("source", gettext_lazy("lead source"), "Kilde", "Source"),
    _field("competitor", gettext_lazy("competitor"), "Konkurrent", "Competitor"),
    _field("outcome", gettext_lazy("outcome"), "Udfald", "Resultat", "Outcome", "Status"),
    _field("lost_reason", gettext_lazy("reason for losing"), "Tabsårsag", "Årsag", "Lost reason"),
    _field("closed_on", gettext_lazy("closed"), "Lukket", "Lukkedato", "Closed"),
)


def projects_target() -> Target:
    """Sales projects of prospects that are there."""
    return Target(
        name="sales_projects",
        title=gettext_lazy("Sales projects"),
        permission="pipeline.import_salesproject",
        fields=FIELDS,
        keys=(MatchKey(name="number", title=gettext_lazy("project number"), field="number"),),
        importer=ProjectImporter,
        list_url_name="pipeline:list",
        position=20,
    )


class ProjectImporter:
    """One import of sales projects under way."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.today = timezone.localdate()
        self.known: dict[str, dict[str, int]] = {}
        self.names: dict[str, dict[int, str]] = {}
        self.stages: dict[int, Stage] = {}
        self.visible: set[int] = set()

    def check(self, row: ListRow) -> CheckedRow:
        """Read the row's texts; asks no database."""
        checked = CheckedRow(row.number, row.line, values={"columns": {}, "codes": {}})
        columns = checked.values["columns"]
        for name, text in row.values.items():
            if name in CODES:
                checked.values["codes"][name] = text
                continue
            try:
                columns[name] = self._read(name, text)
            except ValidationError as error:
                checked.refuse(name, error.messages[0])
        checked.title = f"{columns.get('number', '')} {columns.get('description', '')}".strip()
        if columns.get("number"):
            checked.identities = {"number": number_key(columns["number"])}
        return checked

    def plan(self, rows: Sequence[CheckedRow], *, is_held: bool) -> list[PlannedRow]:
        """Say what would become of each row now."""
        self._look_up_codes()
        projects, prospects = self._projects(rows), self._prospects(rows)
        if is_held:
            hold_prospects([*(project.prospect_id for project in projects.values()), *prospects.values()])
            projects, prospects = self._projects(rows), self._prospects(rows)
        return [self._planned(row, projects, prospects) for row in rows]

    def apply(self, rows: Sequence[PlannedRow]) -> None:
        """Write new projects with their first stage, change the others, and bring the figures up to date."""
        new = [row for row in rows if row.outcome is RowOutcome.CREATED]
        changed = [row.plan for row in rows if row.outcome is RowOutcome.UPDATED]
        numbers = iter(next_numbers(sum(not row.plan.get("number") for row in new)))
        for row in new:
            row.plan["number"] = row.plan.get("number") or next(numbers)
        owners = [row.plan["prospect_id"] for row in new] + [project.prospect_id for project in changed]
        keys = insert_many(SalesProject, [row.plan for row in new])
        for row, key in zip(new, keys, strict=True):
            row.object_id = key
        stays = [
            {"project_id": row.object_id, "after_id": row.plan["stage_id"], "changed_on": row.plan["stage_since"]}
            for row in new
        ]
        insert_many(StageChange, stays)
        save_many(changed)
        told_of([*keys, *(project.pk for project in changed)], owners, by=self.context.by)

    def _read(self, name: str, text: str) -> Any:
        if name in LINES:
            return one_line(text, max_length=LINES[name]).value
        if name in DAYS:
            return day_of(text.strip(), self.today)
        if name in AMOUNTS:
            ore = Money.parse(text).ore
            if abs(ore) > LARGEST_ORE or (name == "quote_ore" and ore < 0):
                raise ValidationError(_("A quote cannot be negative."))
            return ore
        if name == "probability_hundredths":
            hundredths = int(parse_percent(text) * 100)
            if not 0 <= hundredths <= WHOLE:
                raise ValidationError(_("A probability lies between 0 and 100 %."))
            return hundredths
        outcome = OUTCOMES.get(fold(text))
        if outcome is None:
            raise ValidationError(_("Write won, lost or dropped, not “%(text)s”."), params={"text": text})
        return outcome.value

    def _look_up_codes(self) -> None:
        """The names that cells may mean, asked for once for each portion: someone may add one meanwhile."""
        tables: tuple[tuple[str, Any], ...] = (("stage", Stage), ("source", LeadSource), ("lost_reason", LostReason))
        for name, model in tables:
            rows = list(model.objects.order_by("position", "pk"))
            self.known[name] = {fold(text): row.pk for row in reversed(rows) for text in (row.code, row.name)}
            if model is Stage:
                self.stages = {row.pk: row for row in rows}
        self.names = {
            "responsible": dict(User.objects.values_list("pk", "name")),
            "source": dict(LeadSource.objects.values_list("pk", "name")),
        }
        people = User.objects.active()
        self.known["responsible"] = {
            fold(text): user.pk for user in people for text in (user.name, user.email, user.initials) if text
        }

    def _projects(self, rows: Sequence[CheckedRow]) -> Mapping[str, SalesProject]:
        wanted = [key for row in rows if (key := row.identities.get("number"))]
        found = {project.number_key: project for project in SalesProject.objects.filter(number_key__among=wanted)}
        seen = SalesProject.objects.visible_to(self.context.by)
        keys = [project.pk for project in found.values()]
        self.visible = set(seen.filter(pk__among=keys).values_list("pk", flat=True))
        return found

    def _prospects(self, rows: Sequence[CheckedRow]) -> Mapping[str, int]:
        """Keys of the customers that the user may see, by the spelling their numbers are compared in."""
        wanted = {number_key(text) for row in rows if (text := row.values["codes"].get("prospect"))}
        seen = Prospect.objects.visible_to(self.context.by).filter(number_key__among=sorted(wanted))
        return dict(seen.values_list("number_key", "pk"))

    def _planned(
        self, row: CheckedRow, projects: Mapping[str, SalesProject], prospects: Mapping[str, int]
    ) -> PlannedRow:
        if first := row.repeats.get("number"):
            sentence = _("%(value)s stands in row %(row)s already; only that row is taken.")
            row.refuse("number", sentence % {"value": row.values["columns"]["number"], "row": first})
        project = projects.get(row.identities.get("number", ""))
        columns = {**row.values["columns"], **self._resolved(row)}
        planned = PlannedRow(row.number, row.line, RowOutcome.REFUSED, row.title, row.issues)
        if project is None:
            self._complete(row, columns, prospects)
            planned.plan = columns
        elif project.pk not in self.visible:
            row.refuse("number", _("%(number)s is taken by another sales project.") % {"number": project.number})
        if row.is_refused:
            return planned
        if project is None:
            planned.outcome = RowOutcome.CREATED
            return planned
        planned.changes = list(self._change(project, columns))
        if (project.quote_ore is None) < (project.probability_hundredths is None):
            row.refuse("probability_hundredths", _("Choose a probability for the amount."))
            return planned
        planned.outcome = RowOutcome.UPDATED if planned.changes else RowOutcome.UNCHANGED
        planned.object_id, planned.title, planned.plan = project.pk, str(project), project
        return planned

    def _resolved(self, row: CheckedRow) -> dict[str, int]:
        """The columns behind the names in the row; one that means nothing is left out with a warning."""
        found = {}
        for name, text in row.values["codes"].items():
            if name == "prospect":
                continue
            key = self.known[name].get(fold(text))
            if key is None:
                row.warn(name, _("There is no “%(text)s” in the set-up; it is left out.") % {"text": text})
            else:
                found[f"{name}_id"] = key
        return found

    def _complete(self, row: CheckedRow, columns: dict[str, Any], prospects: Mapping[str, int]) -> None:
        """Give a new project what it must have; say what the row lacks."""
        text = row.values["codes"].get("prospect", "")
        columns["prospect_id"] = prospects.get(number_key(text)) if text else None
        if columns["prospect_id"] is None:
            sentence = _("No prospect has the account number “%(text)s”.") % {"text": text}
            row.refuse("prospect", sentence if text else _("The account number is missing."))
        if not columns.get("description"):
            row.refuse("description", _("The description is missing."))
        columns.setdefault("date", self.today)
        columns.setdefault("responsible_id", self.context.by.pk)
        self._place(row, columns)
        stage = self.stages[columns["stage_id"]]
        if columns.get("quote_ore") is not None:
            columns.setdefault("probability_hundredths", stage.probability_hundredths)

    def _place(self, row: CheckedRow, columns: dict[str, Any]) -> None:
        """The stage, and how it ended if it has."""
        if columns.get("outcome"):
            columns.setdefault("closed_on", self.today)
            columns["stage_id"] = self._first(is_closed=True, fallback=columns.get("stage_id"))
            if columns["outcome"] == Outcome.LOST and not columns.get("lost_reason_id"):
                row.refuse("lost_reason", _("Choose why it was lost."))
        else:
            stage = self.stages.get(columns.get("stage_id", 0))
            if columns.pop("closed_on", None) or (stage is not None and stage.is_closed):
                row.refuse("outcome", _("It is closed, but the row does not say how it ended."))
            if stage is None:
                columns["stage_id"] = self._first(is_closed=False)
        if columns.get("outcome") != Outcome.LOST:
            columns.pop("lost_reason_id", None)
        columns["stage_since"] = columns.get("closed_on") or columns["date"]

    def _first(self, *, is_closed: bool, fallback: int | None = None) -> int:
        """The first stage in use of the kind."""
        fits = (key for key, stage in self.stages.items() if stage.is_active and stage.is_closed == is_closed)
        return next(fits, fallback or next(iter(self.stages)))

    def _change(self, project: SalesProject, columns: Mapping[str, Any]) -> Iterable[FieldChange]:
        """Set what the list may set, and tell what that changes."""
        for name, value in columns.items():
            policy = self.context.policy(name.removesuffix("_id"))
            present = getattr(project, name)
            is_free = policy == Policy.ALWAYS or (policy == Policy.IF_EMPTY and present in (None, ""))
            if name not in ONLY_NEW and is_free:
                setattr(project, name, value)
        for name, (old, new) in project.changes().items():
            field = name.removesuffix("_id")
            yield FieldChange(label_of(field), self._told(field, old), self._told(field, new))

    def _told(self, name: str, value: Any) -> str:
        """The value as people read it; of a row in the set-up its name."""
        return self.names[name].get(value, "") if name in self.names else shown(name, value)
