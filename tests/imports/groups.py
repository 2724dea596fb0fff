"""The smallest target that uses all an importer can do: target groups with code, name and position."""

from collections.abc import Sequence

from kundebro.history.tracked import insert_many, save_many
from kundebro.imports.choices import Outcome, Policy
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
from kundebro.prospects.models import CrmCode, TargetGroup

NEW = {"is_active": True, "colour": ""}


class GroupImporter:
    """Rows become target groups."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context

    def check(self, row: ListRow) -> CheckedRow:
        values = dict(row.values)
        checked = CheckedRow(row.number, row.line, title=values.get("name", ""), values=values)
        if not values.get("code"):
            checked.refuse("code", "Koden mangler.")
        if not values.get("position", "0").isdigit():
            checked.refuse("position", "Placeringen er ikke et tal.")
        if "?" in values.get("name", ""):
            checked.warn("name", "Et bogstav er måske gået tabt.")
        checked.identities = {name: values[name].casefold() for name in ("code", "name") if name in values}
        return checked

    def plan(self, rows: Sequence[CheckedRow], *, is_held: bool) -> list[PlannedRow]:  # noqa: ARG002  nobody else is here
        key = self.context.match_key or "code"
        wanted = [row.values[key] for row in rows if key in row.values]
        found = {getattr(group, key): group for group in TargetGroup.objects.filter(**{f"{key}__in": wanted})}
        return [self._planned(row, found.get(row.values.get(key, "")), key) for row in rows]

    def apply(self, rows: Sequence[PlannedRow]) -> None:
        new = [row.plan for row in rows if row.outcome is Outcome.CREATED]
        insert_many(TargetGroup, [{**NEW, **values, "position": int(values.get("position", 0))} for values in new])
        save_many([row.plan for row in rows if row.outcome is Outcome.UPDATED])

    def _planned(self, row: CheckedRow, group: CrmCode | None, key: str) -> PlannedRow:
        planned = PlannedRow(row.number, row.line, Outcome.CREATED, row.title, row.issues, plan=row.values)
        if key in row.repeats:
            row.refuse(key, f"Står også i række {row.repeats[key]}.")
            planned.outcome = Outcome.REFUSED
        elif group is not None:
            planned.changes = self._changes(group, row)
            planned.outcome = Outcome.UPDATED if planned.changes else Outcome.UNCHANGED
            planned.object_id, planned.plan = group.pk, group
        return planned

    def _changes(self, group: CrmCode, row: CheckedRow) -> list[FieldChange]:
        changes = []
        for name, value in row.values.items():
            old, policy = str(getattr(group, name)), self.context.policy(name)
            if old == value or policy is Policy.NEVER or (policy is Policy.IF_EMPTY and old not in ("", "0")):
                continue
            setattr(group, name, int(value) if name == "position" else value)
            changes.append(FieldChange(name, old, value))
        return changes


GROUPS = Target(
    name="groups",
    title="Målgrupper",
    permission="prospects.add_targetgroup",
    fields=(
        TargetField(name="code", title="Kode", aliases=("Code", "Nr")),
        TargetField(name="name", title="Navn", aliases=("Name", "Gruppe")),
        TargetField(name="position", title="Placering", aliases=("Position",), policy=Policy.IF_EMPTY),
    ),
    keys=(MatchKey(name="code", title="Kode", field="code"), MatchKey(name="name", title="Navn", field="name")),
    importer=GroupImporter,
    list_url_name="imports:list",
)
