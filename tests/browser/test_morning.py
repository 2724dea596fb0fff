"""A seller's morning on the start page, the lists behind its numbers, and Statistik; the manager's on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect


def test_a_seller_plans_the_next_step_for_a_forgotten_prospect_and_does_it(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str]
) -> None:
    page, subject = sign_in("soren"), fresh("Ring om port")
    page.goto("/")
    forgotten = number_of(tile(page, "Uden næste skridt"))
    today = number_of(tile(page, "I dag"))
    see(page, "start")

    tile(page, "Uden næste skridt").click()
    expect(page.locator(".list-count")).to_have_text(f"{forgotten} KundeEmner")
    page.goto("/")
    row = page.locator("section", has=page.locator("#radar")).locator(".morning-row").first
    row.get_by_role("link", name="Planlæg").click()
    page.locator("#activity-form [name=subject]").fill(subject)
    page.locator("#activity-form [name=date]").fill("i dag")
    page.locator("[form=activity-form][data-key=save]").click()
    page.wait_for_url(re.compile(r"/$"))

    expect(tile(page, "Uden næste skridt").locator(".tile-value")).to_have_text(str(forgotten - 1))
    expect(tile(page, "I dag").locator(".tile-value")).to_have_text(str(today + 1))
    tile(page, "I dag").click()
    expect(page.locator("main")).to_contain_text(subject)


def test_a_manager_sees_the_team_on_a_phone_and_counts_prospects(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None]
) -> None:
    page = sign_in("michael", "phone")
    page.goto("/")
    team = page.locator("#team table")
    expect(team).to_be_visible()
    see(page, "start-of-a-manager")
    row = team.locator("tr", has_text="Søren Jakobsen")
    forgotten = number_of(row.locator("td").nth(1))
    row.locator("td").nth(1).get_by_role("link").click()
    expect(page.locator(".list-count")).to_have_text(f"{forgotten} KundeEmner")

    page.goto("/statistics/?by=area")
    see(page, "statistics")
    fyn = page.locator("tr", has_text="5000–5999")
    people = number_of(fyn.locator("td").nth(1))
    fyn.get_by_role("link").click()
    expect(page.locator(".list-count")).to_have_text(f"{people} KundeEmner")

    page.goto("/statistics/")
    page.get_by_role("link", name="Fra emne til debitor").click()
    expect(page.locator(".bars")).to_contain_text("Blev debitor")
    see(page, "funnel")
    page.get_by_role("link", name="I år").click()
    expect(page.locator(".statistics-bar [aria-current]")).to_have_text(["Fra emne til debitor", "I år"])


def tile(page: Page, title: str) -> Locator:
    return page.locator(".tile", has=page.locator(".tile-title", has_text=title))


def number_of(place: Locator) -> int:
    """The number that stands there, whatever else does."""
    found = re.findall(r"\d[\d.]*", (place.locator(".tile-value").or_(place.locator("a"))).first.inner_text())
    return int(found[0].replace(".", ""))
