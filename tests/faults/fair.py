"""A fair's list of three thousand rows, made from a seed: new prospects, known ones, and rows that cannot go in."""

import csv
import random
from io import StringIO

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import create_contacts
from kundebro.history.models import Change, Changeset
from kundebro.imports.models import ImportRow, ImportRun
from kundebro.prospects.models import InterestType, Prospect
from kundebro.prospects.operations import create_prospects
from kundebro.users.models import User

HEADINGS = ("Kontonummer", "Navn", "Postnr", "By", "CVR", "Telefon", "E-mail", "Kontaktperson", "Titel", "Interesser")
ROWS = 3_000
KNOWN = 900
FIRST = 50_001
TOWNS = (("8000", "Aarhus C"), ("5970", "Ærøskøbing"), ("0999", "København C"), ("6400", "Sønderborg"))
COLUMNS = (
    "number",
    "name",
    "search_name",
    "postal_code",
    "city",
    "cvr_no",
    "phone",
    "email",
    "version",
    "search_text",
)
INTERESTS = ("Energi", "Nybyg", "Vedligehold", "Abonnement")


def known_prospects(by: User) -> None:
    """The prospects that the list's first numbers are about, every third with a contact."""
    pks = create_prospects(
        [{"number": str(FIRST + place), "name": f"Kendt {place} ApS", "city": "Ribe"} for place in range(KNOWN)], by=by
    )
    create_contacts([{"prospect_id": pk, "name": f"Person {pk}"} for pk in pks[::3]], by=by)


def fair_list() -> str:
    """The list as text, always the same."""
    chance = random.Random(2026)  # noqa: S311  made-up data
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADINGS)
    for place in range(ROWS):
        postal_code, city = chance.choice(TOWNS)
        row = {
            "number": str(FIRST + place),
            "name": f"Østjysk Gård {place} A/S",
            "postal_code": postal_code,
            "city": city,
            "cvr": str(chance.randrange(10_000_000, 99_999_999)) if place % 3 else "",
            "phone": str(chance.randrange(20_000_000, 99_999_999)),
            "email": f"kontakt@firma{place}.example",
            "contact": f"Søren Ågård {place}" if place % 2 else "",
            "title": "Indkøber" if place % 4 else "",
            "interests": ", ".join(chance.sample(INTERESTS, place % 3)),
        }
        bad = {11: {"name": ""}, 37: {"email": "ingen mail"}, 53: {"number": str(FIRST + place - 1)}}
        writer.writerow({**row, **bad.get(place % 97, {})}.values())
    return file.getvalue()


def outcome() -> dict[str, object]:
    """All that the import has left, without keys and times: equal for two imports that did the same."""
    run = ImportRun.objects.latest("pk")
    return {
        "prospects": sorted(Prospect.objects.values_list(*COLUMNS)),
        "interests": sorted(
            Prospect.interest_types.through.objects.values_list("prospect__number", "interesttype__name")
        ),
        "contacts": sorted(Contact.objects.values_list("prospect__number", "name", "title", "email", "is_primary")),
        "codes": sorted(InterestType.objects.values_list("code", "name")),
        "counters": [run.done, run.done_to, run.created, run.updated, run.unchanged, run.refused, run.warned],
        "remarks": list(
            ImportRow.objects.filter(import_run=run)
            .order_by("number")
            .values_list("number", "outcome", "issues", "cells")
        ),
        "changes": run.changeset.change_count if run.changeset else 0,
        "history": Change.objects.filter(changeset=run.changeset_id).count(),
        "changesets": Changeset.objects.filter(operation="imports.import").count(),
        "is_finished": run.is_finished,
    }


def orphans() -> list[str]:
    """History without a changeset, contacts without a prospect, rows without an import: always empty."""
    pairs = (
        ("contacts", Contact.objects.exclude(prospect__in=Prospect.objects.all())),
        ("changes", Change.objects.exclude(changeset__in=Changeset.objects.all())),
        ("rows", ImportRow.objects.exclude(import_run__in=ImportRun.objects.all())),
    )
    return [name for name, rows in pairs if rows.exists()]
