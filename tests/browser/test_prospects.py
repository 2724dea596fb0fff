"""Finding, opening, completing and correcting prospects."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, edit, fact, open_group, save, search, undo

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SignIn = Callable[..., Page]


def test_two_fields_and_enter_make_a_prospect(sign_in: SignIn, fresh: Name) -> None:
    page, name = sign_in("karen"), fresh("Hørning Smedje")
    create_prospect(page, name)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_save_and_new_stays_in_the_dialog_with_the_next_number(sign_in: SignIn, fresh: Name) -> None:
    page, name = sign_in("karen"), fresh("Odder Tømrer")
    page.goto("/prospects/")
    page.keyboard.press("n")
    number = page.locator("#quick-form [name=number]")
    first = number.input_value()
    page.locator("#quick-form [name=name]").fill(name)
    page.locator("#dialog [name=again]").click()
    expect(page.locator("#quick-form [name=name]")).to_have_value("")
    expect(number).not_to_have_value(first)
    expect(search(page, name)).to_have_count(1)


def test_a_taken_number_shows_and_links_who_has_it(sign_in: SignIn, see: See, fresh: Name, size: str) -> None:
    page, name = sign_in("karen", size), fresh("Odder Murer")
    page.goto("/prospects/")
    page.get_by_role("link", name=re.compile("Nyt KundeEmne|New prospect")).first.click()
    page.locator("#quick-form [name=number]").fill("10001")
    page.locator("#quick-form [name=name]").fill(name)
    page.locator("#quick-form [name=name]").press("Enter")
    holder = page.locator("#quick-form a[href*='/prospects/']").first
    expect(holder).to_be_visible()
    expect(page.locator("#quick-form [name=name]")).to_have_value(name)
    see(page, "quick-taken")
    holder.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("10001")


def test_a_field_is_corrected_in_place_and_taken_back(sign_in: SignIn, fresh: Name, size: str) -> None:
    page = sign_in("karen", size)
    create_prospect(page, fresh("Skive Trykkeri"))
    edit(page, "reach", {"phone": "62 52 10 10"})
    expect(fact(page, "phone")).to_have_text("+45 62 52 10 10")
    undo(page)
    expect(fact(page, "phone")).to_have_text("–")


def test_a_stale_edit_asks_field_by_field(sign_in: SignIn, see: See, fresh: Name, size: str) -> None:
    yours, theirs = sign_in("karen", size), sign_in("michael", size)
    address = create_prospect(yours, fresh("Vejle Emballage"))
    open_group(yours, "reach")
    theirs.goto(address)
    edit(theirs, "reach", {"phone": "62521011", "email": "hans@emballage.example"})
    expect(fact(theirs, "phone")).to_have_text("+45 62 52 10 11")

    yours.locator("#group-reach [name=phone]").fill("62521012")
    yours.locator("#group-reach [name=mobile]").fill("20203030")
    save(yours, "reach")
    choices = yours.locator("#group-reach [name=keep-phone]")
    expect(choices).to_have_count(2)
    expect(yours.locator("#group-reach .notice")).to_contain_text("Michael Hougaard")
    see(yours, "stale-edit")
    choices.and_(yours.locator("[value=yours]")).check()
    save(yours, "reach")

    expect(fact(yours, "phone")).to_have_text("+45 62 52 10 12")
    expect(fact(yours, "mobile")).to_have_text("+45 20 20 30 30")
    expect(fact(yours, "email")).to_have_text("hans@emballage.example")


def test_a_check_that_comes_late_leaves_the_focus_where_one_types(sign_in: SignIn, fresh: Name) -> None:
    page = sign_in("karen")
    create_prospect(page, fresh("Kolding Emballage"))
    open_group(page, "reach")
    phone, mobile = (page.locator(f"#group-reach [name={name}]") for name in ("phone", "mobile"))
    expect(phone).to_be_focused()

    page.keyboard.type("62521019")
    page.keyboard.press("Tab")
    expect(page.locator("#id_phone_check[data-value]")).to_have_count(1)
    expect(phone).to_have_value("+45 62 52 10 19")
    page.keyboard.type("20203031")

    expect(mobile).to_have_value("20203031")


def test_the_history_tells_what_changed_and_takes_it_back(sign_in: SignIn, see: See, fresh: Name) -> None:
    page = sign_in("karen")
    address = create_prospect(page, fresh("Ribe Rengøring"))
    edit(page, "reach", {"phone": "62521013"})
    expect(fact(page, "phone")).to_have_text("+45 62 52 10 13")
    page.goto(f"{address.partition('?')[0]}?tab=history")
    expect(page.get_by_text("+45 62 52 10 13").or_(page.get_by_text("+4562521013")).first).to_be_visible()
    see(page, "history")


def test_what_belongs_to_another_is_not_there_for_a_seller(sign_in: SignIn, fresh: Name) -> None:
    manager, seller = sign_in("karen"), sign_in("soren")
    name = fresh("Hemmelig Fabrik")
    address = create_prospect(manager, name)

    answer = seller.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert name not in seller.content()
    expect(search(seller, name)).to_have_count(0)


def test_the_count_of_a_seller_leaves_out_what_others_have(sign_in: SignIn, fresh: Name) -> None:
    manager, seller = sign_in("karen"), sign_in("soren")
    common = "/prospects/?q=mejeri"
    seller.goto(common)
    before = _count(seller)
    create_prospect(manager, fresh("Andens Mejeri"))
    seller.goto(common)
    assert _count(seller) == before
    manager.goto(common)
    assert before < _count(manager)


def _count(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".list-count").inner_text()))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("home", "/"),
        ("prospects", "/prospects/"),
        ("prospects-none", "/prospects/?q=findesikke"),
        ("contacts", "/contacts/"),
        ("fair", "/contacts/fair/"),
        ("imports", "/imports/"),
        ("upload", "/imports/upload/"),
        ("setup", "/setup/"),
        ("users", "/users/"),
        ("profile", "/profile/"),
        ("gallery", "/gallery/"),
    ],
)
def test_everyone_can_use_the_page(sign_in: SignIn, see: See, name: str, path: str) -> None:
    page = sign_in("karen")
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    see(page, name)


@pytest.mark.parametrize("tab", ["master", "debtor", "creditor", "segmentation", "notes", "gdpr", "history"])
def test_everyone_can_use_the_tab_of_the_card(sign_in: SignIn, see: See, tab: str) -> None:
    page = sign_in("karen")
    page.goto("/prospects/?q=10001")
    page.locator("#rows tbody a").first.click()
    page.goto(f"{page.url.partition('?')[0]}?tab={tab}")
    see(page, f"card-{tab}")
