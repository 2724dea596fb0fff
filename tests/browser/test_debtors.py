"""Opening a debtor by hand, finding it, correcting it and putting it away."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import edit, fact, undo

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SignIn = Callable[..., Page]


def test_a_debtor_is_opened_by_hand_found_again_and_corrected(
    sign_in: SignIn, see: See, fresh: Name, size: str
) -> None:
    page, name = sign_in("birgit", size), fresh("Ærø Bådværft")
    page.goto("/debtors/")
    page.get_by_role("link", name=re.compile("Ny debitor|New debtor|Opret den første|Open the first")).first.click()
    page.locator("#open-form [name=name]").fill(name)
    see(page, "debtor-open")
    page.locator("#open-form [name=name]").press("Enter")
    page.wait_for_url(re.compile(r"/debtors/\d+/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)

    edit(page, "address", {"postal_code": "5970", "city": "Ærøskøbing"})
    expect(fact(page, "postal_code")).to_have_text("5970 Ærøskøbing")
    undo(page)
    expect(fact(page, "postal_code")).to_have_text("–")
    see(page, "debtor-card")
    for tab in ("terms", "entries", "history"):
        page.locator(f"#tab-{tab}").click()
        expect(page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
        see(page, f"debtor-{tab}")

    page.goto("/debtors/")
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#search").fill(name.replace("Ærø", "aeroe"))
    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(1)
    see(page, "debtor-list")
    rows.locator("a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_debtor_is_archived_and_brought_back(sign_in: SignIn, fresh: Name) -> None:
    page, name = sign_in("birgit"), fresh("Tønder Bageri")
    page.goto("/debtors/")
    page.keyboard.press("n")
    page.locator("#open-form [name=name]").fill(name)
    page.locator("#open-form [name=name]").press("Enter")
    page.wait_for_url(re.compile(r"/debtors/\d+/"))
    page.locator(".page-actions [data-bs-toggle=dropdown]").click()
    page.locator(".more-actions a[href$='/archive/']").click()
    page.locator("#archive-form [name=reason]").fill("ophørt")
    page.locator("#dialog [data-key=save]").click()
    expect(page.locator(".notice-warn")).to_contain_text("ophørt")
    page.locator(".notice-warn button").click()
    expect(page.locator(".notice-warn")).to_have_count(0)


def test_statement_and_ageing_list_are_pages_for_paper(sign_in: SignIn, see: See, fresh: Name) -> None:
    page, name = sign_in("birgit"), fresh("Odder Murer")
    page.goto("/creditors/")
    page.keyboard.press("n")
    page.locator("#open-form [name=name]").fill(name)
    page.locator("#open-form [name=name]").press("Enter")
    page.wait_for_url(re.compile(r"/creditors/\d+/"))
    page.locator(".page-actions [data-bs-toggle=dropdown]").click()
    page.locator(".more-actions a[href$='/statement/']").click()
    expect(page.locator("tr.sum")).to_contain_text("0,00 kr.")
    expect(page.locator("[data-print]")).to_be_visible()
    see(page, "statement")
    page.goto("/creditors/ageing/")
    see(page, "ageing")
