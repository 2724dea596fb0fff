"""Prospect and debtor disagree about a town: Bring i trit from the card and for all, and the set-up of what travels."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, edit, fact, undo

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SignIn = Callable[..., Page]


def disagree(page: Page, name: str) -> str:
    """Make a prospect and its debtor that say different towns; the address of the prospect's card."""
    card = create_prospect(page, name).partition("?")[0]
    page.get_by_role("button", name="Flere funktioner").click()
    page.get_by_role("link", name="Overfør til debitor").click()
    page.locator("#dialog").get_by_role("button", name="Overfør", exact=True).click()
    expect(page.locator("#readiness-title")).to_contain_text("Debitor")
    page.goto(card)
    edit(page, "address", {"city": "Skagen"})
    expect(fact(page, "postal_code")).to_have_text("Skagen")
    return card


def test_differences_are_seen_and_levelled_from_the_card(sign_in: SignIn, see: See, fresh: Name, size: str) -> None:
    page = sign_in("birgit", size)
    card = disagree(page, fresh("Skagen Bådfart"))
    page.goto(f"{card}?tab=debtor")
    see(page, "debtor-out-of-step")

    page.get_by_role("button", name="Flere funktioner").click()
    page.get_by_role("link", name="Bring i trit").click()
    dialog = page.locator("#dialog")
    town = dialog.get_by_role("group", name="By", exact=True)
    expect(town.get_by_role("radio", name="Lad dem stå")).to_be_checked()
    see(page, "in-step")
    town.get_by_text("KundeEmne: Skagen").click()
    dialog.get_by_role("button", name="Bring i trit").click()

    expect(page.locator("[data-toast-text]").get_by_text("Bragt i trit")).to_be_visible()
    page.locator("#readiness-title a").click()
    expect(fact(page, "postal_code")).to_have_text("Skagen")


def test_what_travels_is_set_up_and_those_out_of_step_are_listed(
    sign_in: SignIn, see: See, fresh: Name, size: str
) -> None:
    page, name = sign_in("karen", size), fresh("Aarup Bådfart")
    disagree(page, name)
    page.goto("/setup/")
    page.get_by_role("link", name="Synkronisering").click()
    see(page, "sync")
    page.get_by_role("switch").check()
    page.locator("[name=fax]").select_option("crm")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("[data-toast-text]").get_by_text("Gemt")).to_be_visible()
    expect(page.get_by_role("switch")).to_be_checked()
    undo(page)
    page.goto("/prospects/sync/")
    expect(page.get_by_role("switch")).not_to_be_checked()

    page.get_by_role("link", name="Ude af trit").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    see(page, "out-of-step")
    page.get_by_role("link", name="Bring alle i trit").click()
    expect(page.locator("#level-form")).to_be_visible()
    see(page, "level")
