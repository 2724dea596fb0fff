import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kundebro.company.choices import IndustryScheme
from kundebro.company.operations import import_titles

CODE_HEADINGS, TITLE_HEADINGS = {"code", "kode"}, {"title", "titel", "tekst"}


class Command(BaseCommand):
    """Take over the official Danish industry list (DB25 or DB07): a CSV file with code and title."""

    help = "Takes over code;title of the official Danish industry list, with or without dots, UTF-8 or Windows-1252."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and which list it is."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--scheme", choices=[IndustryScheme.DB25, IndustryScheme.DB07], default=IndustryScheme.DB25
        )

    def handle(self, *_args: Any, file: Path, scheme: str, **_options: Any) -> None:
        """Import and tell what became of it."""
        try:
            text = decoded(file.read_bytes())
        except OSError as error:
            message = f"{file}: {error.strerror}"
            raise CommandError(message) from error
        told = import_titles(code_and_title(text), scheme=IndustryScheme(scheme))
        self.stdout.write(f"{told.created} created, {told.changed} changed, {told.unchanged} unchanged")
        for code in told.refused:
            self.stderr.write(f"refused: {code}")


def decoded(content: bytes) -> str:
    """The text, as UTF-8 where it is that, else as Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def code_and_title(text: str) -> Iterator[tuple[str, str]]:
    """Code and title of each line: the columns with these headings, or the first two."""
    rows = csv.reader(text.splitlines(), delimiter=";")
    code, title = 0, 1
    for row in rows:
        headings = [heading.strip().casefold() for heading in row]
        if CODE_HEADINGS.intersection(headings):
            code = next(place for place, heading in enumerate(headings) if heading in CODE_HEADINGS)
            title = next((place for place, heading in enumerate(headings) if heading in TITLE_HEADINGS), code + 1)
        elif len(row) > max(code, title):
            yield row[code], row[title]
