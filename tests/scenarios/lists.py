"""The three lists that come home from the fair, the web site and the old system: the ones given, and ones like them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from tests.live import REPOSITORY

SHARED = Path(os.environ.get("KUNDEBRO_SHARED") or REPOSITORY.parent / "shared") / "data"


@dataclass(frozen=True)
class ComingHome:
    """A list, and what a careful clerk makes of it."""

    name: str
    content: bytes
    created: int
    refused: dict[int, frozenset[str]]
    skipped: tuple[tuple[int, int], ...]
    towns: dict[str, int]
    remarks: dict[str, int]


FAIR_HEADINGS = (
    "Kontonummer;Navn;Søgenavn;Adresse;Postnr;By;CVR;Telefon;E-mail;Kontaktperson;Titel;Interesser;Ansvarlig;"
    "Næste opfølgning;GDPR OK;Bemærkning"
)
FAIR = (
    f"{FAIR_HEADINGS}\r\n"
    "10001;Lund & Ågård K/S;LUND;Sankt Kjelds Plads 54, 1. th;6400;Sønderborg;90669079;55746282;post@lund.example;"
    "Søren Lund;Indkøber;;ANK;20-04-2027;;=1+1\r\n"
    "10002;Øst Fiskeri ApS;;Søndergade 111;0999;København C;;+45 26 34 86 67;;;;Nybyg, Energi;SØJ;;Ja;\n"
    '10003;Hørecenter Aagaard;;Åboulevarden 188;5970;Ærøskøbing;;;;Åse Aagaard;;;MHO;;x;"Spurgte til priser\npå to linjer"\r\n'
    ";;;;;;;;;;;;;;;\r\n"
    '10003;Dobbelt Konto ApS;;;;;;;;;;;;;;"Vil have tilbud; ""hurtigt"""\r\n'
    "10004;;;;8000;Aarhus C;;;;;;;;;;\r\n"
    "10005;Fejlfyldt Række A/S;;;80000;;;;ingen mail;;;;;31-02-2027;;\r\n"
).encode("cp1252")

WEB = (
    "Company,Contact name,Contact email,Phone,Postal code and city,Country,Message\n"
    "Łukasz Nielsen VVS ApS,Łukasz Nielsen,lukasz@vvs.example,79 70 73 18,5970 Ærøskøbing,Denmark,Ring efter messen\n"
    "Limfjord Byggeri A/S,Bjørn Poulsen,bjoern@byggeri.example,+45 7981 2467,0999 København C,DK,=1+1\n"
).encode("utf-8-sig")

OLD_HEADINGS = (
    "Kontonr",
    "Firmanavn",
    "Adresse 1",
    "Adresse 2",
    "Postnr",
    "By",
    "Land",
    "CVR-nr",
    "Kundetype",
    "Bemærk 1",
)
OLD: tuple[Sequence[str | float], ...] = (
    ("Udskrift af kundeemner",),
    ("Dannet 20-11-2026",),
    (),
    OLD_HEADINGS,
    (20001, "Lund & Bæk A/S", "Østergade 156", "1. th", 999, "København C", "DK", 94833787, "BTG", ""),
    (20002, "Jensen & Øllgaard", "Øster Allé 35", "", 5970, "Ærøskøbing", "DK", 90273469, "BTB", "=1+1"),
    ("I alt", 2),
)


def workbook(rows: Sequence[Sequence[str | float]]) -> bytes:
    """The rows as XLSX, numbers as numbers and everything else as text."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Kundeemner")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


GENERATED = (
    ComingHome(
        "messe.csv",
        FAIR,
        created=3,
        refused={
            6: frozenset({"number"}),
            7: frozenset({"name"}),
            8: frozenset({"postal_code", "email", "next_follow_up_on"}),
        },
        skipped=((5, 5),),
        towns={"Ærøskøbing": 1, "0999": 1},
        remarks={"=1+1": 1, "Spurgte til priser\npå to linjer": 1},
    ),
    ComingHome(
        "web.csv", WEB, created=2, refused={}, skipped=(), towns={"Ærøskøbing": 1, "0999": 1}, remarks={"=1+1": 1}
    ),
    ComingHome(
        "gammelt.xlsx",
        workbook(OLD),
        created=2,
        refused={},
        skipped=((1, 1), (2, 2), (3, 3), (7, 7)),
        towns={"Ærøskøbing": 1, "0999": 1},
        remarks={"=1+1": 1},
    ),
)


def given() -> list[ComingHome]:
    """The lists that were given to the project, where they are at hand."""
    if not SHARED.is_dir():
        return []
    contents = {path.name: path.read_bytes() for path in sorted(SHARED.iterdir())}
    return [
        ComingHome(
            "messe-herning.csv",
            contents["messe-herning.csv"],
            created=240,
            refused={
                124: frozenset({"number"}),
                128: frozenset({"name"}),
                131: frozenset({"postal_code", "email", "next_follow_up_on"}),
            },
            skipped=((83, 83),),
            towns={"Ærøskøbing": 6, "0999": 8},
            remarks={"=1+1": 37, "Spurgte til priser\npå to linjer": 40, 'Vil have tilbud; "hurtigt"': 49},
        ),
        ComingHome(
            "website-leads-utf8.csv",
            contents["website-leads-utf8.csv"],
            created=60,
            refused={},
            skipped=(),
            towns={"Ærøskøbing": 1, "0999": 4},
            remarks={"=1+1": 14, "Spurgte til priser\npå to linjer": 10, 'Vil have tilbud; "hurtigt"': 8},
        ),
        ComingHome(
            "kundeemner-gammelt-system.xlsx",
            contents["kundeemner-gammelt-system.xlsx"],
            created=1200,
            refused={},
            skipped=((1, 1), (2, 2), (3, 3), (1205, 1205)),
            towns={"Ærøskøbing": 44, "0999": 41},
            remarks={},
        ),
    ]


LISTS = [pytest.param(each, id=each.name) for each in (*GENERATED, *given())]
