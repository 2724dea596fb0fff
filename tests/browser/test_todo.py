"""CRM → To-Do: a seller's morning done by keyboard, the quick line, and the list on a telephone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect

SignIn = Callable[..., Page]
See = Callable[[Page, str], None]
DIALOG = "#dialog-host[open]"


def test_a_mornings_to_do_is_done_by_keyboard(sign_in: SignIn, see: See, fresh: Callable[[str], str]) -> None:
    page = sign_in("karen")
    company = fresh("Morgenfrisk Smedje")
    card = create_prospect(page, company)
    for subject in ("Aftal besøg", "Send prisliste", "Spørg til behov"):
        plan(page, card, subject)

    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.locator("h1")).to_have_text("To-Do")
    rows = page.locator("tr[data-href]", has_text=company)
    expect(rows).to_have_count(3)
    see(page, "todo")

    walk_to(page, company)
    page.keyboard.press("x")
    expect(page.locator("#finish-form")).to_be_visible()
    see(page, "todo-finish")
    page.locator("[name=result]").fill("Vil gerne mødes")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-toast-text]").last).to_contain_text("Næste skridt")
    expect(rows).to_have_count(2)

    page.locator("tr.is-here").wait_for()
    page.keyboard.press("s")
    page.locator("#snooze-form [name=day]").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#snooze-form [data-error-summary]")).to_be_visible()
    see(page, "todo-snooze")
    page.locator("#snooze-form [name=day]").fill("+7")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast-text]").last).to_contain_text("udskudt til")
    expect(rows).to_have_count(1)

    page.locator("tr.is-here").wait_for()
    page.keyboard.press("Space")
    expect(page.locator("[data-selection-count]")).to_have_text("1")
    page.get_by_role("button", name="Flyt til…").click()
    page.locator("#move-form").get_by_role("button", name="Om en uge").click()
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast-text]").last).to_contain_text("flyttet til")
    expect(rows).to_have_count(0)
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(rows).to_have_count(1)

    page.keyboard.press("?")
    expect(page.locator(DIALOG)).to_contain_text("færdig, og hvad er næste")
    page.keyboard.press("Escape")
    for tab in ("Uge", "Overskredet", "Team", "Uden dato"):
        page.locator(".tabs a", has_text=tab).click()
        expect(page.locator(".tabs [aria-current]")).to_contain_text(tab)
    see(page, "todo-undated")


def test_a_sentence_becomes_an_activity_in_the_list_and_in_the_palette(
    sign_in: SignIn, see: See, fresh: Callable[[str], str]
) -> None:
    page = sign_in("karen")
    company = fresh("Linjefast Smedje")
    card = create_prospect(page, company)

    page.goto("/todo/")
    page.locator("#line-text-page").fill(f"møde hos {company} kl. 23 om porte 45.000 kr")
    preview = page.locator("#line-preview-page")
    expect(preview).to_contain_text(company)
    expect(preview).to_contain_text("45.000,00")
    see(page, "todo-line")
    page.locator("#line-text-page").press("Enter")
    expect(page.locator("tr[data-href]", has_text=company)).to_have_count(1)

    page.goto(card)
    page.keyboard.press("Control+k")
    page.locator("#palette-text").fill("ring om prisen næste fredag")
    expect(page.locator(".palette-line", has_text="Opret aktivitet: Opkald")).to_be_visible()
    page.locator(".palette-line", has_text="Opret aktivitet").click()
    expect(page.locator("#line-preview-dialog")).to_contain_text(company)
    page.locator("#line-preview-dialog button").click()
    expect(page.locator("#line-preview-dialog [role=alert]")).to_be_visible()
    see(page, "todo-line-asks")
    page.locator("#line-preview-dialog [type=radio]").first.check()
    expect(page.locator("#line-preview-dialog [type=radio]").first).to_be_checked()
    page.locator("#line-preview-dialog button").click()
    expect(page.locator("[data-toast-text]").last).to_contain_text("planlagt til")


def walk_to(page: Page, text: str) -> None:
    """Press J until one stands on a row that holds the text: others may have planned something for today too."""
    for _row in range(page.locator("tr[data-href]").count()):
        page.keyboard.press("j")
        if text in page.locator("tr.is-here").inner_text():
            return


def plan(page: Page, card: str, subject: str) -> None:
    """A new activity for today, from + Ny's address with the prospect known."""
    key = re.search(r"/prospects/(\d+)/", card)
    assert key
    page.goto(f"/activities/add/?prospect={key[1]}")
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=date]").fill("i dag")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
