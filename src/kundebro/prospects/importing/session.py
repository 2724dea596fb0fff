"""What becomes of each row of a list of prospects, and writing it: a thousand rows at a time, no question per row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.formats import show_date
from kundebro.history.recorder import current_recording
from kundebro.history.tracked import insert_many, many_of, save_many
from kundebro.imports.choices import Outcome, Policy
from kundebro.imports.targets import CheckedRow, FieldChange, ImportContext, ListRow, PlannedRow
from kundebro.prospects.importing.cells import Reader
from kundebro.prospects.importing.codes import LISTS, NEW, Codes
from kundebro.prospects.importing.companions import companions
from kundebro.prospects.models import Prospect
from kundebro.prospects.numbers import next_numbers
from kundebro.prospects.operations.follow_up import take_wanted, want_follow_ups, wanted_in
from kundebro.prospects.operations.sync import hold, spread

MARKS: Final = ("cvr_no", "phone", "email")
MATCHED_BY: Final = {"number": "number", "cvr": "cvr_no", "email": "email"}
PARTS: Final = {"address": ("street", "house_no", "floor", "door"), "postal_line": ("postal_code", "city")}


@dataclass(slots=True)
class Known:
    """A prospect that is there already, as far as planning asks."""

    pk: int
    number: str
    name: str
    is_visible: bool

    @property
    def title(self) -> str:
        """Its number and name, for those who may see it."""
        return f"{self.number} {self.name}" if self.is_visible else _("a prospect you do not see")


class ProspectImporter:
    """One import of prospects under way."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.today = timezone.localdate()
        self.codes = Codes(context.by)
        self.reader = Reader(context.fields, self.today, [companion.read for companion in companions])
        self.others = [companion.begin(context) for companion in companions]
        self.matched_by = MATCHED_BY.get(context.match_key, "number")
        self.policies = {part: context.policy(name) for name in context.fields for part in PARTS.get(name, (name,))}

    def check(self, row: ListRow) -> CheckedRow:
        """Read the row's texts, and work out what a new prospect would be found by: this may be another process."""
        checked = self.reader.read(row)
        if not checked.is_refused:
            columns = checked.values["columns"]
            text = "\n".join(text for companion in companions for text in companion.search_texts(checked))
            found_by = {"contact_text": text}
            checked.values["found_by"] = Prospect.derive({**columns, **found_by}) if "number" in columns else found_by
        return checked

    def plan(self, rows: Sequence[CheckedRow], *, is_held: bool) -> list[PlannedRow]:
        """Say what would become of each row now; reads only, a handful of questions for all of them."""
        for row in rows:
            self._refuse_repeated(row)
        fine = [row for row in rows if not row.is_refused]
        matched = self._matched(fine)
        if is_held:
            hold(prospects=[known.pk for known in matched.values()])
        instances = Prospect.objects.in_bulk([known.pk for known in matched.values()])
        matched = {number: known for number, known in matched.items() if known.pk in instances}
        holders = dict(self._prospects_by("number_key", (row.identities.get("number", "") for row in fine)))
        marks = self._marked(fine)
        lists = {name: many_of(Prospect, name, list(instances)) for name in LISTS if name in self.context.fields}
        planned = []
        for row in rows:
            known = matched.get(row.number)
            holder = holders.get(row.identities.get("number", ""))
            if not row.is_refused and known is None and holder is not None:
                sentence = _("Account number %(number)s is taken by %(title)s.")
                row.refuse("number", sentence % {"number": row.values["columns"]["number"], "title": holder.title})
            if row.is_refused:
                planned.append(self._planned(row, Outcome.REFUSED))
            elif known is None:
                planned.append(self._created(row, marks))
            else:
                planned.append(self._updated(row, instances[known.pk], lists))
        for other in self.others:
            other.plan(rows, planned)
        return planned

    def apply(self, rows: Sequence[PlannedRow]) -> None:
        """Write created and updated rows, and what goes with them."""
        self.codes.make_missing()
        self._create([row for row in rows if row.outcome is Outcome.CREATED])
        self._update([row for row in rows if row.outcome is Outcome.UPDATED])
        for other in self.others:
            other.apply(rows)

    def _refuse_repeated(self, row: CheckedRow) -> None:
        """The second row with the same account number or chosen key is refused, naming the first."""
        for name in dict.fromkeys(("number", self.matched_by)):
            if first := row.repeats.get(name):
                value = row.values["columns"][name]
                sentence = _("%(value)s stands in row %(row)s already; only that row is taken.")
                row.refuse(name, sentence % {"value": value, "row": first})

    def _matched(self, rows: Sequence[CheckedRow]) -> dict[int, Known]:
        """The visible prospect that each row updates, by row number; rows that fit several are refused."""
        rows_by_key = {value: row for row in rows if (value := row.identities.get(self.matched_by))}
        column = "number_key" if self.matched_by == "number" else self.matched_by
        found: dict[int, Known] = {}
        for value, known in self._prospects_by(column, rows_by_key):
            row = rows_by_key[value]
            if known.is_visible and found.setdefault(row.number, known) is not known:
                sentence = _("Several prospects have %(value)s; update them by account number.")
                row.refuse(self.matched_by, sentence % {"value": value})
        return found

    def _prospects_by(self, column: str, values: Iterable[str]) -> list[tuple[str, Known]]:
        wanted = sorted({value for value in values if value})
        if not wanted:
            return []
        rows = Prospect.objects.filter(**{f"{column}__among": wanted}).order_by("pk")
        found = list(rows.values_list(column, "pk", "number", "name"))
        if not found:
            return []
        pks = [row[1] for row in found]
        visible = set(Prospect.objects.visible_to(self.context.by).filter(pk__among=pks).values_list("pk", flat=True))
        return [(key, Known(pk, number, name, pk in visible)) for key, pk, number, name in found]

    def _marked(self, rows: Sequence[CheckedRow]) -> dict[tuple[str, str], Known]:
        """Prospects with the same CVR number, phone or e-mail as some row."""
        marked: dict[tuple[str, str], Known] = {}
        for name in MARKS:
            for value, known in self._prospects_by(name, (row.identities.get(name, "") for row in rows)):
                marked.setdefault((name, value), known)
        return marked

    def _planned(self, row: CheckedRow, outcome: Outcome, **more: Any) -> PlannedRow:
        return PlannedRow(
            number=row.number, line=row.line, outcome=outcome, title=row.title, issues=row.issues, **more
        )

    def _created(self, row: CheckedRow, marks: dict[tuple[str, str], Known]) -> PlannedRow:
        for name in MARKS:
            known = marks.get((name, row.identities.get(name, "")))
            if known is not None:
                row.warn(name, _("The same stands on %(title)s.") % {"title": known.title})
            elif first := row.repeats.get(name):
                row.warn(name, _("The same stands in row %(row)s.") % {"row": first})
        columns = {**row.values["columns"], **row.values["found_by"], **self.codes.resolve(row)}
        columns.setdefault("responsible_id", self.context.by.pk)
        return self._planned(row, Outcome.CREATED, plan=(row, columns, self.codes.resolve_lists(row)))

    def _updated(self, row: CheckedRow, prospect: Prospect, lists: dict[str, dict[int, list[int]]]) -> PlannedRow:
        columns = {**row.values["columns"], **self.codes.resolve(row)}
        columns.pop("number", None)
        if "search_name" not in self.context.fields:
            columns.pop("search_name", None)
        for name, value in columns.items():
            if self._may_write(name.removesuffix("_id"), getattr(prospect, name)):
                setattr(prospect, name, value)
        if bool(prospect.gdpr_approved_on) != prospect.is_gdpr_approved:
            approved = prospect.is_gdpr_approved
            prospect.gdpr_approved_on = (prospect.gdpr_approved_on or self.today) if approved else None
        many = {}
        for name, keys in self.codes.resolve_lists(row).items():
            old = lists[name][prospect.pk]
            added = [key for key in dict.fromkeys(keys) if key not in old]
            if added and self._may_write(name, old):
                many[name] = [*old, *added]
        changes = [FieldChange(label(name), shown(old), shown(new)) for name, (old, new) in prospect.changes().items()]
        changes += [FieldChange(label(name), "", "+ " + ", ".join(row.values["lists"][name])) for name in many]
        if prospect.is_archived:
            row.warn("number", _("The prospect is archived, and stays so."))
        outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
        planned = self._planned(row, outcome, object_id=prospect.pk, changes=changes, plan=(row, prospect, many))
        planned.title = str(prospect)
        return planned

    def _may_write(self, name: str, present: Any) -> bool:
        policy = self.policies.get(name, Policy.ALWAYS)
        return policy == Policy.ALWAYS or (policy == Policy.IF_EMPTY and present in (None, "", []))

    def _create(self, planned: Sequence[PlannedRow]) -> None:
        unnumbered = [plan for plan in planned if not plan.plan[1].get("number")]
        numbers = next_numbers(len(unnumbered)) if unnumbered else []
        for plan, number in zip(unnumbered, numbers, strict=True):
            plan.plan[1]["number"] = number
        now = current_recording().at
        many: dict[str, list[list[int]]] = {name: [] for name in LISTS}
        for plan in planned:
            _row, columns, lists = plan.plan
            if isinstance(columns.get("industry_id"), str):
                columns["industry_id"] = self.codes.industry_made(columns["industry_id"])
            if columns.get("latitude") is not None:
                columns["coordinates_set_at"] = now
            for name in LISTS:
                many[name].append([self.codes.made(name, key) for key in lists.get(name, [])])
        pks = insert_many(Prospect, [plan.plan[1] for plan in planned], many=many)
        for plan, pk in zip(planned, pks, strict=True):
            plan.object_id = pk
        want_follow_ups(wanted_in({plan.object_id or 0: plan.plan[1] for plan in planned}), by=self.context.by)

    def _update(self, planned: Sequence[PlannedRow]) -> None:
        changes, wanted = {}, {}
        for plan in planned:
            _row, prospect, _many = plan.plan
            wanted.update(take_wanted(prospect))
            if isinstance(prospect.industry_id, str):
                prospect.industry_id = self.codes.industry_made(prospect.industry_id)
            changes[prospect.pk] = prospect.changes()
        save_many([plan.plan[1] for plan in planned])
        for plan in planned:
            _row, prospect, many = plan.plan
            for name, keys in many.items():
                prospect.set_many(name, [self.codes.made(name, key) for key in keys])
        spread(changes)
        want_follow_ups(wanted, by=self.context.by)


def label(name: str) -> str:
    """What people call the column."""
    return str(getattr(Prospect._meta.get_field(name.removesuffix("_id")), "verbose_name", name))


def shown(value: Any) -> str:
    """The value as people read it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.removeprefix(NEW)
    return show_date(value) if hasattr(value, "isoformat") and not hasattr(value, "hour") else str(value)
