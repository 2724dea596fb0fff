"""A fair list comes in by clicking, is corrected and is taken back."""

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import edit, fact, search, undo

_numbers = count(710_000, 10)
LONG = 60_000  # milliseconds: the worker is another process, and the machine may be busy


@pytest.fixture
def fair_list(tmp_path: Path) -> tuple[Path, int]:
    """A list as people bring it home: cp1252, semicolons, a title, a row without name; the number of its first row."""
    first = next(_numbers)
    lines = [
        "Kontonummer;Navn;Adresse;Postnr;By;Telefon;E-mail;Kontaktperson;Bemærkning",
        f"{first};Ærø Bådværft {first};Havnegade 4;5970;Ærøskøbing;62 52 10 {first % 100:02};kontakt@vaerft{first}.example;Søren Lund;=1+1",
        f"{first + 1};Løgstør Smedje {first};Østergade 12, 1. th;9670;Løgstør;+45 9867 {first % 10_000:04};;Åse Kjær;Ring efter messen",
        f"{first + 2};;Algade 1;8000;Aarhus C;;;Zoë Holm;",
        f"{first + 3};Tønder Bageri {first};Vestergade 2B;6270;Tønder;;ikke en adresse;;",
    ]
    path = tmp_path / f"messe-{first}.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path, first


def test_a_fair_list_is_imported_by_clicking_found_corrected_and_undone(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], size: str, fair_list: tuple[Path, int]
) -> None:
    path, first = fair_list
    page = sign_in("karen", size)

    page.goto("/imports/upload/")
    page.locator("[name=file]").set_input_files(path)
    page.locator("main form .btn-primary").click()
    expect(page.get_by_text("Ærøskøbing").first).to_be_visible()
    see(page, "import-match")

    page.locator("form[aria-labelledby=columns-title] .btn-primary").click()
    begin = page.locator("form[action$='/start/'] button")
    expect(begin).to_be_visible(timeout=LONG)
    expect(
        page.locator("#report tr", has_text=str(first + 2)).or_(page.locator("#report tr", has_text="–")).first
    ).to_be_visible()
    see(page, "import-dry-run")
    dry_run = page.url
    expect(search(page, f"Bådværft {first}")).to_have_count(0)
    page.goto(dry_run)

    begin.click()
    expect(page.locator(".notice-good")).to_be_visible(timeout=LONG)
    see(page, "import-report")
    report = page.url

    rows = search(page, f"baadvaerft {first}")
    expect(rows).to_have_count(1)
    rows.locator("a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Ærø Bådværft {first}")
    edit(page, "reach", {"email": f"ny@vaerft{first}.example"})
    expect(fact(page, "email")).to_contain_text(f"ny@vaerft{first}.example")
    undo(page)
    expect(fact(page, "email")).to_contain_text(f"kontakt@vaerft{first}.example")

    page.goto(report)
    page.locator("#report form[action*='/undo/'] button").click()
    expect(page.locator("#report > .notice:not(.notice-good)")).to_be_visible(timeout=LONG)
    expect(search(page, f"bådværft {first}")).to_have_count(0)
    expect(page.locator("#rows .empty-state")).to_be_visible()


def test_a_file_that_is_no_list_is_refused_with_a_sentence(sign_in: Callable[..., Page], tmp_path: Path) -> None:
    path = tmp_path / "billede.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = sign_in("karen")
    page.goto("/imports/upload/")
    page.locator("[name=file]").set_input_files(path)
    page.locator("main form .btn-primary").click()
    expect(page).to_have_url(re.compile("/imports/upload/"))
    expect(page.locator(".field-error")).to_be_visible()
