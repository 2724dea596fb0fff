"""People at the companies."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import create_prospect, undo


def test_a_contact_is_added_made_primary_and_exported_as_vcard(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str], size: str
) -> None:
    page = sign_in("karen", size)
    create_prospect(page, fresh("Kolding Møbler"))
    page.locator("[data-record-panel]").first.click()
    _add(page, {"name": "Åse Kjær", "email": "aase@moebler.example", "phone": "62521014"})
    _add(page, {"name": "Bjørn Østergaard", "mobile": "20203031"})
    expect(_row(page, "Åse Kjær").locator(".tag-brand")).to_be_visible()
    see(page, "contacts-of-card")

    _row(page, "Bjørn Østergaard").locator("[data-bs-toggle]").click()
    _row(page, "Bjørn Østergaard").locator("form[action$='/primary/'] button").click()
    expect(_row(page, "Bjørn Østergaard").locator(".tag-brand")).to_be_visible()
    expect(page.locator("#contacts-panel .tag-brand")).to_have_count(1)
    undo(page)
    expect(_row(page, "Åse Kjær").locator(".tag-brand")).to_be_visible()

    _row(page, "Bjørn Østergaard").locator("[data-bs-toggle]").click()
    with page.expect_download() as download:
        _row(page, "Bjørn Østergaard").locator("a[href$='/vcard/']").click()
    card = Path(download.value.path()).read_text(encoding="utf-8")
    assert card.startswith("BEGIN:VCARD")
    assert "FN:Bjørn Østergaard" in card
    assert "20203031" in re.sub(r"\s", "", card)


def test_a_contact_is_found_across_companies_and_opened(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str]
) -> None:
    page, person = sign_in("karen"), fresh("Zoë Ågård")
    create_prospect(page, fresh("Horsens Fiskeri"))
    page.locator("[data-record-panel]").first.click()
    _add(page, {"name": person})
    page.goto("/contacts/")
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#search").fill(person.replace("Ågård", "aagaard"))
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.locator("#rows tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(person)
    see(page, "contact")


def _add(page: Page, values: dict[str, str]) -> None:
    page.locator("#contacts-panel a[href$='/add/']").click()
    for name, value in values.items():
        page.locator(f"#contact-form [name={name}]").fill(value)
    page.locator("#contact-form [data-key=save]").click()
    expect(_row(page, values["name"])).to_be_visible()


def _row(page: Page, name: str) -> Locator:
    return page.locator("#contacts-panel tbody tr", has_text=name)
