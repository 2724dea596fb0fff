"""Walks through a list, portion by portion: looks at what would become of each row, and writes it if that was asked."""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.rows import insert_rows, room_for_many
from kundebro.history.doors import Door, through
from kundebro.history.recorder import recording
from kundebro.imports.ahead import ReadRow, read_portions
from kundebro.imports.choices import Outcome
from kundebro.imports.list_rows import context_of
from kundebro.imports.models import ImportRow, ImportRun
from kundebro.imports.operations.tell import tell_of_end
from kundebro.imports.repeats import Repeats
from kundebro.imports.targets import CheckedRow, Importer, PlannedRow, targets
from kundebro.jobs.background import place_of

logger = logging.getLogger(__name__)
OPERATION = "imports.import"
MAX_TITLE = 100
ROW_COLUMNS = (
    "import_run_id",
    "number",
    "line",
    "outcome",
    "is_warned",
    "title",
    "object_id",
    "issues",
    "changes",
    "cells",
)
Fence = Callable[[], None]


class MayNotImport(Exception):
    """The one who started the import no longer has the right to it."""


class Overtaken(Exception):
    """Somebody else is at work on the same import."""


def carry_out(
    import_run: ImportRun,
    *,
    fence: Fence = lambda: None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> ImportRun:
    """Deal with every row not yet dealt with, and close the import.

    Each portion is one transaction, so a killed import goes on where it was. `fence` runs first in each of them: a job
    checks there that it still holds its lease. `report` is told (rows done, rows in all) between them.
    """
    target = targets[import_run.upload.target]
    if not import_run.started_by.has_perm(target.permission):
        raise MayNotImport
    walk = _Walk(import_run, target.importer(context_of(import_run)), fence)
    portions = read_portions(import_run, walk.importer)
    with Repeats() as repeats, through(Door.IMPORT), closing(portions), room_for_many():
        seen = 0
        for rows in portions:
            repeats.note([row.checked for row in rows])
            walk.deal_with([row for row in rows if row.checked.number > walk.import_run.done_to])
            seen += len(rows)
            report(seen, import_run.upload.row_count)
        return walk.finish()


class _Walk:
    """The import under way, the target's importer, and the way to say that nobody else is at it."""

    def __init__(self, import_run: ImportRun, importer: Importer, fence: Fence) -> None:
        self.import_run = import_run
        self.importer = importer
        self.fence = fence

    def deal_with(self, rows: Sequence[ReadRow]) -> None:
        """Plan the rows, write them unless this is a dry run, and note it, all or nothing.

        When the database refuses what was planned, for another has been quicker or a rule slipped through, the halves
        are tried by themselves, down to the one row that is to blame.
        """
        if not rows:
            return
        try:
            if self.import_run.is_dry_run:
                self._look_at(rows)
            else:
                self._write(rows)
        except (IntegrityError, DataError) as error:
            self.import_run.refresh_from_db()
            if len(rows) == 1:
                logger.warning("Import %s, row %s: %s", self.import_run.pk, rows[0].checked.number, place_of(error))
                rows[0].checked.refuse("", _("The database refuses the row. Look it over, or type it in by hand."))
                self.deal_with(rows)
                return
            middle = len(rows) // 2
            self.deal_with(rows[:middle])
            self.deal_with(rows[middle:])

    def _look_at(self, rows: Sequence[ReadRow]) -> None:
        planned = self._plan(rows, is_held=False)
        with transaction.atomic():
            self._claim()
            self._note(rows, planned)

    def _write(self, rows: Sequence[ReadRow]) -> None:
        before = self.import_run.changeset
        run = self.import_run
        with recording(OPERATION, by=run.started_by, about=run, reason=run.upload.name, going_on=before) as record:
            self._claim()
            planned = self._plan(rows, is_held=True)
            ready = [row for row in planned if row.outcome in (Outcome.CREATED, Outcome.UPDATED)]
            if ready:
                with connection.wrap_database_errors:  # COPY tells of a taken key in psycopg's own words
                    self.importer.apply(ready)
                self.import_run.changeset = record.changeset
            self._note(rows, planned)

    def finish(self) -> ImportRun:
        """Close the import."""
        with transaction.atomic():
            self._claim()
            self.import_run.finished_at = timezone.now()
            self.import_run.save(update_fields=["finished_at"])
            tell_of_end(self.import_run, now=self.import_run.finished_at)
        return self.import_run

    def _claim(self) -> None:
        self.fence()
        stored = ImportRun.objects.select_for_update().only("done_to", "finished_at").get(pk=self.import_run.pk)
        if stored.done_to != self.import_run.done_to or stored.finished_at:
            raise Overtaken

    def _plan(self, rows: Sequence[ReadRow], *, is_held: bool) -> list[PlannedRow]:
        """What becomes of each row, in the order of the rows; the target sees those that may go in."""
        passed = [row.checked for row in rows if not row.checked.is_refused]
        planned = {row.number: row for row in (self.importer.plan(passed, is_held=is_held) if passed else [])}
        return [planned.get(row.checked.number) or _refused(row.checked) for row in rows]

    def _note(self, rows: Sequence[ReadRow], planned: Sequence[PlannedRow]) -> None:
        run = self.import_run
        for outcome in Outcome:
            count = sum(row.outcome is outcome for row in planned)
            setattr(run, outcome.value, getattr(run, outcome.value) + count)
        run.warned += sum(row.outcome is not Outcome.REFUSED and bool(row.issues) for row in planned)
        run.done += len(rows)
        run.done_to = rows[-1].checked.number
        run.save(update_fields=["done", "done_to", "warned", "changeset", *Outcome.values])
        insert_rows(
            ImportRow,
            ROW_COLUMNS,
            [
                self._columns(row, plan)
                for row, plan in zip(rows, planned, strict=True)
                if plan.issues or plan.outcome in (Outcome.UPDATED, Outcome.REFUSED)
            ],
        )

    def _columns(self, row: ReadRow, plan: PlannedRow) -> tuple[object, ...]:
        is_refused = plan.outcome is Outcome.REFUSED
        return (
            self.import_run.pk,
            plan.number,
            plan.line,
            plan.outcome.value,
            bool(plan.issues) and not is_refused,
            plan.title[:MAX_TITLE],
            plan.object_id,
            [[issue.field, issue.level.value, issue.text] for issue in plan.issues],
            [list(asdict(change).values()) for change in plan.changes],
            row.source.cells if is_refused else [],
        )


def _refused(row: CheckedRow) -> PlannedRow:
    return PlannedRow(number=row.number, line=row.line, outcome=Outcome.REFUSED, title=row.title, issues=row.issues)
