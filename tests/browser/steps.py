"""What people do on many pages."""

import re

from playwright.sync_api import Locator, Page, expect

KEYSTROKE = 15
"""Milliseconds between letters in a picker, which takes the focus after the click: nobody types faster."""


def fill_in_sign_in(page: Page, person: str, password: str) -> None:
    """Sign in as a person does."""
    page.goto("/account/login/")
    page.locator("[name=login]").fill(f"{person}@fjordbo.example")
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.locator("#user-menu").wait_for()


def create_prospect(page: Page, name: str) -> str:
    """Create a prospect by N, two fields and Enter; the address of its card."""
    page.goto("/prospects/")
    page.keyboard.press("n")
    page.locator("#quick-form [name=name]").fill(name)
    page.locator("#quick-form [name=name]").press("Enter")
    page.wait_for_url(re.compile(r"/prospects/\d+/"))
    return page.url


def plan_activity(page: Page, card: str, **values: str) -> None:
    """A new activity on the prospect of the card; a value for `responsible` is the person's name."""
    key = re.search(r"/prospects/(\d+)/", card)
    assert key
    page.goto(f"/activities/add/?prospect={key[1]}")
    if "responsible" in values:
        page.locator("#activity-form summary").click()
        choose(page, "responsible", values.pop("responsible"))
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def choose(page: Page, name: str, text: str) -> None:
    """Look an entry up in a picker."""
    page.locator(f"#id_{name} + .ts-wrapper .ts-control").click()
    page.keyboard.type(text, delay=KEYSTROKE)
    page.locator(".ts-dropdown .option:visible", has_text=text).first.click()


def search(page: Page, text: str) -> Locator:
    """Search the list of prospects; the rows found, once they are there."""
    page.goto("/prospects/")
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#search").fill(text)
    return page.locator("#rows tbody tr")


def edit(page: Page, group: str, values: dict[str, str]) -> None:
    """Open a group of fields on a card in place and save it with other values."""
    open_group(page, group)
    for name, value in values.items():
        page.locator(f"#group-{group} [name={name}]").fill(value)
    save(page, group)
    expect(page.locator(f"form#group-{group}")).to_have_count(0)


def open_group(page: Page, group: str) -> None:
    """Bring the form of a group of fields in the group's place."""
    page.locator(f"#group-{group} [data-key=edit]").click()
    expect(page.locator(f"form#group-{group}")).to_be_visible()


def save(page: Page, group: str) -> None:
    """Save the open group of fields."""
    page.locator(f"form#group-{group} [data-key=save]").click()


def fact(page: Page, name: str) -> Locator:
    """What the card says in a field."""
    return page.locator(f".fact[data-field={name}] dd")


def undo(page: Page) -> None:
    """Take the last change back by its toast."""
    with page.expect_navigation():
        page.locator("[data-toast-undo] button:visible").last.click()
