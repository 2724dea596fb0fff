"""The bookkeeper's day: an invoice, a part payment, settled with each other, and the statement."""

import re
from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SignIn = Callable[..., Page]


def test_an_invoice_and_a_part_payment_by_keyboard_alone(sign_in: SignIn, see: See, fresh: Name, size: str) -> None:
    page, name = sign_in("birgit", size), fresh("Ærø Færgekiosk")
    open_debtor(page, name)
    card = page.url

    page.goto("/journal/")
    type_line(page, kind="Faktura", document="F-1001", about=name, amount="12.500", contra="1000")
    expect(page.locator(".journal-lines")).to_contain_text("12.500,00 kr.")
    expect(page.locator("#id_kind")).to_be_focused()
    type_line(page, kind="Betaling", document="B-77", about=name, amount="2.500", contra="5820")
    expect(page.locator(".journal-lines tbody")).to_have_count(2)
    see(page, "journal")

    press(page, page.get_by_role("link", name="Se igennem og bogfør"))
    expect(page.locator(".foreseen")).to_have_count(2)
    expect(page.locator(".foreseen").first).to_contain_text("2.500,00 kr.")
    see(page, "journal-preview")
    press(page, page.get_by_role("button", name="Bogfør 2 bilag"))
    expect(page.locator(".journal-lines")).to_have_count(0)

    page.goto(f"{card}?tab=entries")
    for box in page.locator("#settle-form [name=selected]").all():
        box.focus()
        page.keyboard.press("Space")
    expect(page.locator(".settle-sum")).to_contain_text("10.000,00 kr. bliver tilbage")
    see(page, "settling")
    press(page, page.get_by_role("button", name="Udlign", exact=True))
    expect(page.locator("#settle-form [name=selected]")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("Ophæv"))).to_have_count(1)

    press(page, page.locator("#tab-panel").get_by_role("link", name="Kontoudtog"))
    expect(page.locator("tr.sum")).to_contain_text("10.000,00 kr.")
    expect(page.get_by_role("link", name="PDF")).to_be_visible()


def test_a_payment_from_the_card_and_a_reversal(sign_in: SignIn, see: See, fresh: Name) -> None:
    page, name = sign_in("birgit"), fresh("Tønder Tagdækning")
    open_debtor(page, name)
    choose(page, "Bogfør faktura")
    page.locator("#document-form [name=amount]").fill("1.000")
    see(page, "post-invoice")
    page.locator("#document-form [name=amount]").press("Enter")
    expect(page.locator("#settle-form [name=selected]")).to_have_count(1)

    choose(page, "Registrér betaling")
    expect(page.locator("#document-form [name=amount]")).to_have_value("1.250,00")
    see(page, "post-payment")
    page.keyboard.press("Escape")
    page.locator("#settle-form tbody a").first.click()
    see(page, "entry")
    page.get_by_role("link", name="Tilbagefør").click()
    page.locator("#reverse-form [name=reason]").fill("Forkert kunde")
    see(page, "reverse")
    page.locator("#reverse-form [name=reason]").press("Enter")
    expect(page.locator(".notice-warn")).to_contain_text("Forkert kunde")


def test_a_line_that_cannot_be_says_why_and_a_period_is_looked_at_first(sign_in: SignIn, see: See) -> None:
    page = sign_in("birgit")
    page.goto("/journal/")
    page.locator("#id_amount").fill("mange penge")
    page.locator("#id_amount").press("Enter")
    expect(page.locator("#journal [data-error-summary]")).to_be_focused()
    expect(page.locator("#id_amount")).to_have_value("mange penge")
    see(page, "journal-errors")

    page.goto("/periods/?through=31-01-2020")
    expect(page.get_by_role("button", name="Luk perioden")).to_be_visible()
    see(page, "periods")


def open_debtor(page: Page, name: str) -> None:
    """A debtor made by hand."""
    page.goto("/debtors/open/")
    page.locator("#open-form [name=name]").fill(name)
    page.locator("#open-form [name=name]").press("Enter")
    page.wait_for_url(re.compile(r"/debtors/\d+/"))


def type_line(page: Page, *, kind: str, document: str, about: str, amount: str, contra: str) -> None:
    """A line of the journal, typed from the field where the page puts the cursor."""
    expect(page.locator("#id_kind")).to_be_focused()
    page.keyboard.type(kind)
    page.keyboard.press("Tab")
    page.keyboard.type(document)
    page.keyboard.press("Tab")
    with page.expect_response(lambda answer: answer.url.endswith(f"/journal/choices/?q={quote(about)}")):
        page.keyboard.type(about)
    pick(page, "#id_about_field", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(amount)
    page.keyboard.press("Tab")
    with page.expect_response(lambda answer: "/journal/proposal/" in answer.url):
        pick(page, "#id_contra_account_field", contra)
    with page.expect_response(lambda answer: answer.url.endswith("/journal/")):
        page.locator("#id_amount").press("Enter")


def pick(page: Page, field: str, text: str) -> None:
    """Type into the picker that has the cursor, take what then stands first, and wait until the list is closed."""
    page.keyboard.type(text)
    expect(page.locator(f"{field} .option").first).to_contain_text(text)
    page.keyboard.press("Enter")
    expect(page.locator(f"{field} .item")).to_contain_text(text)
    expect(page.locator(f"{field} .dropdown-active")).to_have_count(0)


def press(page: Page, thing: Locator) -> None:
    """Enter on a link or a button."""
    thing.focus()
    page.keyboard.press("Enter")


def choose(page: Page, title: str) -> None:
    """One entry of Flere funktioner."""
    page.get_by_role("button", name="Flere funktioner").click()
    page.get_by_role("link", name=title).click()
