"""A list of many rows through the front door: dry run, import and undo, beside a bare insert of the same rows.

The import is the real command (`kundebro import`), start-up included: reading, checks, duplicate marks, history,
report. The floor reads the same file with the csv module and inserts the same columns of prospects, nothing else: no
check, no duplicate, no search text, no history.
"""

import csv
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from benchmarks import setup
from kundebro.core.rows import insert_rows
from kundebro.history.operations.undo import undo_in_portions
from kundebro.history.queries import fingerprint
from kundebro.imports.models import ImportRun
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

HEADINGS = ("Kontonr", "Navn", "Adresse", "Postnr", "By", "CVR-nr", "Telefon", "E-mail")
CONTACT = ("Kontaktperson", "Titel")
FOLLOW_UP = ("Næste opfølgning",)
ACTIVITIES = ("Kontonr", "Type", "Dato", "Emne", "Note", "Udført")
FIRST_NUMBER = 50_000_000
COLUMNS = ("number", "name", "street", "postal_code", "city", "cvr_no", "phone", "email")
BARE = (
    *COLUMNS,
    "created_at",
    "changed_at",
    "number_key",
    "number_sort",
    "sort_name",
    "city_sort",
    "search_text",
)
ROW = "{:<44} {:>10} {:>12} {:>9} {:>8}"


def main() -> None:
    """Print seconds, rows a second, the share of the floor's speed and peak memory of each step."""
    rows, present = int(sys.argv[1]), int(sys.argv[2])
    by = setup.prepare()
    setup.fill(present, by=by)
    names = ("alone", "with-contacts", "with-days", "activities")
    alone, with_contacts, with_days, activities = (Path(settings.DATA) / f"{name}.csv" for name in names)
    write_list(alone, rows, HEADINGS)
    write_list(with_contacts, rows, (*HEADINGS, *CONTACT))
    write_list(with_days, rows, (*HEADINGS, *FOLLOW_UP))
    write_activities(activities, rows)
    before = fingerprint()
    floor = bare_insert(alone)
    steps: dict[str, setup.Measured] = {
        "floor: csv module and bare insert": (floor, None),
        "dry run: kundebro import --dry-run": command(alone, by, "--dry-run"),
        "import: kundebro import": command(alone, by),
        "the same list again, all known": command(alone, by),
        "undo of the import": undo(rows, by=by),
        "import with a contact in each row": command(with_contacts, by),
        "undo of that import": undo(rows, by=by),
        "import with a next follow-up in each row": command(with_days, by),
        "import of an activity on each of them": command(activities, by, "--target", "activities", match=""),
        "undo of the activities": undo(rows, by=by),
        "undo of the prospects with follow-ups": undo(rows, by=by, latest=2),
    }
    print(f"\n{setup.database()}, a CSV list of {rows:,} rows into {present:,} prospects")
    print(ROW.format("step", "seconds", "rows/s", "× floor", "MB peak"))
    for step, (seconds, peak) in steps.items():
        memory = "" if peak is None else f"{peak:.0f}"
        print(ROW.format(step, f"{seconds:.1f}", f"{rows / seconds:,.0f}", f"{seconds / floor:.2f}", memory))
    assert fingerprint() == before


def undo(rows: int, *, by: User, latest: int = 1) -> setup.Measured:
    """Seconds to take back the latest import that made something, or one before it."""
    imported = ImportRun.objects.filter(is_dry_run=False, created__gt=0).order_by("-pk")[latest - 1]
    assert imported.changeset
    assert (imported.created, imported.refused) == (rows, 0)
    begun = time.perf_counter()
    for _step in undo_in_portions(imported.changeset, by=by):
        pass
    return time.perf_counter() - begun, None


def write_list(path: Path, rows: int, headings: Sequence[str]) -> None:
    """A list with these columns, the same every time; every tenth row repeats a phone number, as fair lists do."""
    chance = Random(rows)
    towns = (("8000", "Aarhus C"), ("5970", "Ærøskøbing"), ("0999", "København C"), ("6400", "Sønderborg"))
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        phone = ""
        for place in range(rows):
            company = setup.company(chance, place, [1], [])
            phone = phone if place % 10 == 9 else str(chance.randint(20_000_000, 99_999_999))
            address = f"{company['street']} {company['house_no']}, 2. tv"
            email = f"post@messe{place}.example"
            person = f"{chance.choice(setup.FIRST_NAMES)} {chance.choice(setup.LAST_NAMES)}"
            day = f"{chance.randint(1, 28):02}-{chance.randint(1, 12):02}-2027"
            row = (FIRST_NUMBER + place, company["name"], address, *chance.choice(towns), company["cvr_no"])
            cells = (*row, phone, email, person, "Indkøber", day)
            known = dict(zip((*HEADINGS, *CONTACT, *FOLLOW_UP), cells, strict=True))
            writer.writerow([known[heading] for heading in headings])


def write_activities(path: Path, rows: int) -> None:
    """A call on each of the prospects above, every other one done."""
    chance = Random(rows)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(ACTIVITIES)
        for place in range(rows):
            is_done = place % 2 == 0
            day = f"{chance.randint(1, 28):02}-{chance.randint(1, 10):02}-{2026 if is_done else 2027}"
            note = "Vil have tilbud på to porte. Ringer selv, når bestyrelsen har mødtes."
            writer.writerow(
                (FIRST_NUMBER + place, "Opkald", day, f"Ring om tilbud {place}", note, "ja" if is_done else "nej")
            )


def bare_insert(path: Path) -> float:
    """Seconds to read the list and insert its prospects, rolled back at the end."""
    begun = time.perf_counter()
    with transaction.atomic(), path.open(encoding="cp1252", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        next(reader)
        now = timezone.now()
        portion: list[tuple[Any, ...]] = []
        for row in reader:
            number, name, *rest = row
            keys = (number, number.rjust(12, "0"), name.lower(), row[4].lower(), "")
            portion.append((number, name, *rest, now, now, *keys))
            if len(portion) == setup.PORTION:
                insert_rows(Prospect, BARE, portion)
                portion.clear()
        insert_rows(Prospect, BARE, portion)
        transaction.set_rollback(True)
    return time.perf_counter() - begun


def command(path: Path, by: User, *options: str, match: str = "number") -> setup.Measured:
    """Seconds and peak megabytes of `kundebro import`."""
    matched = ["--match", match] if match else []
    return setup.command("import", str(path), "--by", by.email, *matched, *options)


if __name__ == "__main__":
    main()
