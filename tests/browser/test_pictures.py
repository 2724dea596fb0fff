"""Takes the pictures of README and handbook: KUNDEBRO_PICTURES=1 pytest tests/browser/test_pictures.py."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, edit, fact, open_group, save

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "haandbog" / "billeder"
LARGEST = 250_000
LONG = 60_000

pytestmark = pytest.mark.skipif("KUNDEBRO_PICTURES" not in os.environ, reason="takes pictures when asked to")

SignIn = Callable[..., Page]


def test_pictures_of_what_stands_there(sign_in: SignIn) -> None:
    page = sign_in("karen")
    page.goto("/")
    _take(page, "start")
    page.goto("/prospects/?sort=number")
    _take(page, "liste")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator(".record-head").wait_for()
    _take(page, "kort")
    page.locator("[data-record-panel]").first.click()
    page.locator("#contacts-panel").wait_for()
    _take(page, "kontakter")


def test_picture_of_the_fair_sheet(sign_in: SignIn) -> None:
    page = sign_in("karen")
    page.goto("/contacts/fair/")
    page.locator("tbody [data-column=name]").first.focus()
    for name in ("Hørning Smedje ApS", "Ærø Bådværft", "Tønder Bageri I/S", "Ågård & Søn A/S", "Løgstør El-teknik"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    _take(page, "messe")
    page.locator("#fair").evaluate("form => form.classList.remove('is-changed')")


def test_pictures_of_an_import(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("karen")
    path = tmp_path / "messe-herning.csv"
    lines = (
        "Kontonummer;Navn;Adresse;Postnr;By;Telefon;E-mail;Kontaktperson;Bemærkning",
        "14001;Ærø Bådværft ApS;Havnegade 4;5970;Ærøskøbing;62 52 10 10;kontakt@vaerft.example;Søren Lund;=1+1",
        "14002;Løgstør Smedje;Østergade 12, 1. th;9670;Løgstør;+45 9867 1234;;Åse Kjær;Ring efter messen",
        "14003;;Algade 1;8000;Aarhus C;;;Zoë Holm;",
        "14004;Tønder Bageri I/S;Vestergade 2B;6270;Tønder;;ikke en adresse;;",
        "10004;Søndergades El-teknik;Søndergade 7;8260;Viby J;86 11 22 33;;;",
    )
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    page.goto("/imports/upload/")
    page.locator("[name=file]").set_input_files(path)
    page.locator("main form .btn-primary").click()
    page.locator("form[aria-labelledby=columns-title] .btn-primary").click()
    begin = page.locator("form[action$='/start/'] button")
    expect(begin).to_be_visible(timeout=LONG)
    page.reload()
    _take(page, "import")
    begin.click()
    expect(page.locator(".notice-good")).to_be_visible(timeout=LONG)
    page.reload()
    _take(page, "import-rapport")


def test_pictures_of_history_and_of_two_who_edit(sign_in: SignIn) -> None:
    yours, theirs = sign_in("karen"), sign_in("michael")
    address = create_prospect(yours, "Vejle Emballage A/S")
    open_group(yours, "reach")
    theirs.goto(address)
    edit(theirs, "reach", {"phone": "75821100", "email": "kontakt@vejle-emballage.example"})
    expect(fact(theirs, "phone")).to_have_text("+45 75 82 11 00")
    yours.locator("#group-reach [name=phone]").fill("75821199")
    save(yours, "reach")
    yours.locator("#group-reach [name=keep-phone]").first.wait_for()
    _take(yours, "samtidig")
    yours.goto(f"{address.partition('?')[0]}?tab=history")
    _take(yours, "historik")


def _take(page: Page, name: str) -> None:
    """Write the picture, at most 250 KB."""
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(path=PICTURES / f"{name}.png")
    assert len(picture) <= LARGEST
