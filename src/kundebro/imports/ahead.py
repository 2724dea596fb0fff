"""Reads and checks a list's rows a portion ahead of whoever writes them, in a process of its own when that pays."""

import logging
import multiprocessing
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from multiprocessing.connection import Connection
from typing import Final, NamedTuple

from django.utils import translation

from kundebro.imports.list_rows import RowReader, context_of
from kundebro.imports.models import ImportRun
from kundebro.imports.reader_process import read_for_another
from kundebro.imports.reading.rows import SourceRow
from kundebro.imports.targets import CheckedRow, Importer, targets

logger = logging.getLogger(__name__)

PORTION: Final = 2_000
PAYS_FROM: Final = 5_000  # rows; starting the process takes about two seconds


class ReadRow(NamedTuple):
    """A row of the file and what its target read in it."""

    source: SourceRow
    checked: CheckedRow


Portions = Generator[list[ReadRow], None, None]


def read_portions(import_run: ImportRun, importer: Importer) -> Portions:
    """The list's rows, a portion at a time.

    A long list is read by a second process while this one writes; when that fails, this one goes on from there.
    """
    given = 0
    if import_run.upload.row_count >= PAYS_FROM and (os.cpu_count() or 1) > 1:
        try:
            for portion in _from_process(import_run):
                given += 1
                yield portion
        except (EOFError, OSError) as error:
            logger.warning("Import %s is read in one process (%s).", import_run.pk, type(error).__name__)
        else:
            return
    yield from islice(_read(import_run, importer), given, None)


def _read(import_run: ImportRun, importer: Importer) -> Portions:
    reader = RowReader(import_run)
    for rows in _portions(import_run.upload.rows()):
        yield [ReadRow(row, reader.check(row, importer)) for row in rows]


def _portions(rows: Iterable[SourceRow]) -> Iterator[list[SourceRow]]:
    iterator = iter(rows)
    while portion := list(islice(iterator, PORTION)):
        yield portion


def _from_process(import_run: ImportRun) -> Portions:
    """What the other process sends; it waits with the next portion until the one before is taken."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe(duplex=False)
    process = spawning.Process(
        target=read_for_another,
        args=(import_run.pk, translation.get_language(), theirs),
        name="import-reader",
        daemon=True,
    )
    process.start()
    theirs.close()
    try:
        with closing(ours):
            while portion := ours.recv():
                yield portion
    finally:
        process.terminate()
        process.join()


def send_portions(import_run: int, language: str, connection: Connection) -> None:
    """Read a list for another process until all is sent; an empty portion ends it."""
    with translation.override(language), closing(connection):
        found = ImportRun.objects.select_related("upload", "started_by").get(pk=import_run)
        for portion in _read(found, targets[found.upload.target].importer(context_of(found))):
            connection.send(portion)
        connection.send([])
