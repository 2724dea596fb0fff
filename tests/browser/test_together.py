"""Several at once: a selection becomes debtors and is taken back, and one of some candidates is chosen as supplier."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SignIn = Callable[..., Page]


def tick_all(page: Page, text: str, count: int) -> None:
    """Search the list and tick every row found."""
    page.goto(f"/prospects/?{urlencode({'q': text})}")
    expect(page.locator("#rows tbody tr")).to_have_count(count)
    for box in page.locator("#rows tbody [name=selected]").all():
        box.check()


def test_a_selection_becomes_debtors_and_is_taken_back(sign_in: SignIn, see: See, fresh: Name, size: str) -> None:
    page, name = sign_in("karen", size), fresh("Fanø Trælast")
    for place in ("Nord", "Syd"):
        create_prospect(page, f"{name} {place}")

    tick_all(page, name, 2)
    see(page, "ticked")
    page.get_by_role("button", name="Til debitor").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_text("2 konti oprettes.")).to_be_visible()
    see(page, "transfer-together")
    dialog.get_by_role("button", name="Overfør", exact=True).click()

    page.wait_for_url(re.compile(r"/prospects/transfers/\d+/"))
    created = page.locator("#report tbody .tag").get_by_text("Konto oprettet")
    expect(created).to_have_count(2)
    see(page, "transfer-report")
    page.get_by_role("button", name="Fortryd overførslen").click()
    expect(page.locator("#report tbody .tag").get_by_text("Fortrudt")).to_have_count(2)


def test_a_supplier_is_chosen_among_candidates(sign_in: SignIn, see: See, fresh: Name, size: str) -> None:
    page, name = sign_in("karen", size), fresh("Rømø Stål")
    for place in ("Nord", "Syd", "Vest"):
        create_prospect(page, f"{name} {place}")

    tick_all(page, name, 3)
    page.get_by_role("button", name="Sammenlign leverandører").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Hvad skal købes?").fill("Stål 2027")
    dialog.get_by_role("button", name="Sammenlign leverandører").click()
    page.wait_for_url(re.compile(r"/prospects/suppliers/\d+/"))
    page.get_by_role("link", name=f"Skriv noter om {name} Syd").click()
    dialog.get_by_label("Pris og tilbud").fill("412 kr. pr. ton")
    dialog.get_by_label("Vurdering").fill("Leverer på to dage")
    see(page, "candidate")
    dialog.get_by_role("button", name="Gem").click()
    expect(page.locator(".candidate").get_by_text("412 kr. pr. ton")).to_be_visible()
    see(page, "comparison")

    page.get_by_role("link", name=f"Vælg {name} Syd").click()
    expect(dialog.get_by_text("Arkiveres som fravalgt:")).to_contain_text(f"{name} Nord")
    see(page, "choose")
    dialog.get_by_role("button", name="Vælg", exact=True).click()
    expect(page.locator(".candidate.is-chosen h2")).to_have_text(f"{name} Syd")
    expect(page.locator(".candidate .tag-warn")).to_have_count(2)
    see(page, "chosen")
    page.locator(".candidate.is-chosen").get_by_role("link", name="Åbn kreditoren").click()
    expect(page.locator(".record-tags")).to_be_attached()
    expect(page.locator(".record-foot").get_by_text("Kontakter")).to_be_visible()
    see(page, "creditor-with-prospect")


def test_a_debtor_made_by_hand_gets_its_prospect(sign_in: SignIn, see: See, fresh: Name) -> None:
    page, name = sign_in("birgit"), fresh("Mandø Murer")
    page.goto("/debtors/")
    page.keyboard.press("n")
    page.locator("#open-form [name=name]").fill(name)
    page.locator("#open-form [name=name]").press("Enter")
    page.wait_for_url(re.compile(r"/debtors/\d+/"))

    page.get_by_role("button", name="Flere funktioner").click()
    page.get_by_role("link", name="Opret KundeEmne").click()
    see(page, "of-account")
    page.locator("#dialog").get_by_role("button", name="Opret KundeEmne").click()

    expect(page.locator(".record-facts").get_by_text("KundeEmne")).to_be_visible()
    page.locator(".record-foot").get_by_text("Kontakter").click()
    expect(page.locator("#contacts-panel")).to_be_visible()
    see(page, "account-with-contacts")
