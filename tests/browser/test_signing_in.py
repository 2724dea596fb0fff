from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.steps import fill_in_sign_in


def test_someone_signs_in_with_e_mail_and_password(site: Any, visit: Callable[..., Page], size: str) -> None:
    page = visit(size)
    fill_in_sign_in(page, "karen", site.passwords["karen"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Karen Holm")


def test_the_sign_in_page_is_for_everyone(visit: Callable[..., Page], see: Callable[[Page, str], None]) -> None:
    page = visit()
    page.goto("/account/login/")
    see(page, "sign-in")


def test_the_language_is_one_click_away_before_signing_in(visit: Callable[..., Page], size: str) -> None:
    page = visit(size)
    page.goto("/account/login/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_dark_mode_is_remembered(sign_in: Callable[..., Page]) -> None:
    page = sign_in("karen")
    page.goto("/profile/")
    page.locator("#user-menu").click()
    with page.expect_response("**/appearance/"):
        page.locator("button[name=theme][value=dark]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
