"""Questions about lists and imports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from kundebro.core.pages import Cursor, Page, paginate
from kundebro.imports.choices import Level, Outcome, Policy
from kundebro.imports.matching import Match, headings_key, match_columns
from kundebro.imports.models import ColumnProfile, ImportRow, ImportRun, Upload
from kundebro.imports.reading.headings import heading_key
from kundebro.imports.targets import FieldChange, Issue, Target, targets
from kundebro.users.models import User

FILTERS = {
    Outcome.REFUSED.value: Q(outcome=Outcome.REFUSED),
    Outcome.UPDATED.value: Q(outcome=Outcome.UPDATED),
    "warned": Q(is_warned=True),
}


@dataclass(frozen=True)
class Guess:
    """How a list's columns may be matched: by memory when a list like it has been here, else by its headings."""

    matches: list[Match]
    policies: dict[str, Policy]
    match_key: str
    is_remembered: bool


def importable_by(user: User) -> list[Target]:
    """What the user may import."""
    return [target for target in targets if user.has_perm(target.permission)]


def imports_page(*, seen_by: User, after: Cursor | None = None) -> Page[ImportRun]:
    """One page of imports, the latest first; a dry run stands for itself until it has become an import."""
    runs = ImportRun.objects.visible_to(seen_by).filter(Q(is_dry_run=False) | Q(real_run=None))
    runs = runs.select_related("upload", "started_by", "job", "changeset__undone_by")
    return paginate(runs, order=("-pk",), after=after)


def running_imports(user: User) -> list[ImportRun]:
    """What the user has started and is not through yet, the latest first; for the start page."""
    unfinished = ImportRun.objects.filter(started_by=user).unfinished().filter(upload__forgotten_at=None)
    return list(unfinished.select_related("upload", "job").order_by("-pk")[:5])


def rows_page(import_run: ImportRun, *, shown: str, after: Cursor | None = None) -> Page[ImportRow]:
    """One page of the rows worth showing, all of them or those of one filter."""
    rows = ImportRow.objects.filter(import_run=import_run).filter(FILTERS.get(shown, Q()))
    return paginate(rows, order=("number",), after=after)


def guess_for(upload: Upload, *, user: User) -> Guess:
    """How the columns are proposed: as the user matched such a list last, else a colleague, else by heading."""
    target = targets[upload.target]
    guessed = match_columns(upload.headings, target.fields)
    profiles = ColumnProfile.objects.filter(target=target.name, headings_key=headings_key(upload.headings))
    profile = profiles.filter(user=user).first() or profiles.order_by("-used_at").first()
    if profile:
        guessed = _as_remembered(guessed, profile)
    fields = {match.field for match in guessed}
    usable = [key.name for key in target.keys if key.field in fields]
    match_key = profile.match_key if profile else ""
    return Guess(
        matches=guessed,
        policies={
            field.name: Policy(profile.policies.get(field.name, field.policy)) if profile else field.policy
            for field in target.fields
        },
        match_key=match_key if match_key in usable or profile else next(iter(usable), ""),
        is_remembered=profile is not None,
    )


def _as_remembered(guessed: Sequence[Match], profile: ColumnProfile) -> list[Match]:
    taken: set[str] = set()
    matches = []
    for match in guessed:
        name = profile.columns.get(heading_key(match.heading), "")
        name = "" if name in taken else name
        taken.add(name)
        matches.append(Match(match.column, match.heading, name, match.certainty))
    return matches


@dataclass(frozen=True)
class Remark:
    """An issue as the report shows it, with the list's own heading."""

    heading: str
    level: Level
    text: str


@dataclass(frozen=True)
class ReportRow:
    """A row as the report shows it."""

    row: ImportRow
    remarks: list[Remark]
    changes: list[FieldChange]


def report_rows(import_run: ImportRun, rows: Sequence[ImportRow]) -> list[ReportRow]:
    """The rows with headings for their fields."""
    headings = headings_of_fields(import_run)
    return [
        ReportRow(row, remarks_of(row, headings), [FieldChange(*change) for change in row.changes]) for row in rows
    ]


def headings_of_fields(import_run: ImportRun) -> dict[str, str]:
    """By field: the heading of the column it was read from."""
    headings = import_run.upload.headings
    return {name: headings[index] for name, index in import_run.columns.items() if index < len(headings)}


def unused_headings(import_run: ImportRun) -> list[str]:
    """The headings of the columns that go nowhere."""
    used = set(import_run.columns.values())
    return [heading for index, heading in enumerate(import_run.upload.headings) if index not in used]


def remarks_of(row: ImportRow, headings: dict[str, str]) -> list[Remark]:
    """The issues of a row; a field that no column went into has no heading."""
    issues = [Issue(name, Level(level), text) for name, level, text in row.issues]
    return [Remark(headings.get(issue.field, ""), issue.level, issue.text) for issue in issues]
