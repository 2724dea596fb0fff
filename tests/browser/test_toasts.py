"""Messages after a change: in nobody's way on a phone, and there as long as somebody looks at them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, edit, open_group

COVERED = """
() => {
  const toasts = [...document.querySelectorAll("[data-toast]")].map((toast) => toast.getBoundingClientRect());
  const covered = [];
  for (const button of document.querySelectorAll("form.group .btn, .record-foot .btn, .bottombar a")) {
    button.scrollIntoView({ block: "nearest" });
    const box = button.getBoundingClientRect();
    const meets = (toast) => toast.top < box.bottom && box.top < toast.bottom && toast.left < box.right && box.left < toast.right;
    if (toasts.some(meets)) covered.push(button.textContent.trim());
  }
  return covered;
}
"""


def test_on_a_phone_they_cover_no_button(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str]
) -> None:
    page = sign_in("karen", "phone")
    create_prospect(page, fresh("Toastmager"))
    edit(page, "reach", {"phone": "33121212"})
    expect(page.locator("[data-toast]").last).to_contain_text("Gemt")
    see(page, "toast")
    open_group(page, "address")
    assert page.evaluate(COVERED) == []

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate(COVERED) == []


def test_they_go_after_ten_seconds_but_wait_for_pointer_and_focus(
    sign_in: Callable[..., Page], fresh: Callable[[str], str]
) -> None:
    page = sign_in("karen")
    page.clock.install()
    create_prospect(page, fresh("Ventende"))
    toast = page.locator("[data-toast]")

    page.locator("[data-toast-undo] button").focus()
    page.clock.fast_forward(30_000)
    expect(toast).to_be_visible()

    page.locator("h1").focus()
    toast.hover()
    page.clock.fast_forward(30_000)
    expect(toast).to_be_visible()

    page.mouse.move(0, 0)
    page.clock.fast_forward(9_000)
    expect(toast).to_be_visible()
    page.clock.fast_forward(2_000)
    expect(toast).to_have_count(0)
