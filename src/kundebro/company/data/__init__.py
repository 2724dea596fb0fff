"""What a new company begins with: rows for the data migrations, from the installed libraries and the files here."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """The rows of a semicolon-separated file beside this module; lines with # name its source."""
    lines = (files(__name__) / name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
