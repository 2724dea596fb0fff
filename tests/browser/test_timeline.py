"""A note with a colleague's name on the timeline: written, pinned, found, unfolded, rewritten; and hostile ones that do nothing."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.activities.hostile_texts import hostile_texts
from tests.browser.steps import create_prospect, edit, undo


def open_timeline(page: Page) -> None:
    page.goto(re.sub(r"\?.*", "", page.url) + "?tab=timeline")
    expect(page.locator("#timeline")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.locator(".note-write textarea").fill(text)
    with page.expect_response(lambda answer: answer.url.endswith("/add/")):
        page.locator(".note-write [data-key=save]").click()


def test_a_note_is_written_with_a_name_pinned_found_and_taken_back(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str], size: str
) -> None:
    page = sign_in("karen", size)
    create_prospect(page, fresh("Kolding Porte"))
    edit(page, "address", {"street": "Havnegade"})
    open_timeline(page)
    expect(page.locator(".next-steps-missing")).to_be_visible()

    field = page.locator(".note-write textarea")
    field.click()
    page.keyboard.type("Vil have **tre porte**, spørg @mic")
    offered = page.locator("#note-people [role=option]")
    expect(offered.first).to_contain_text("Michael Hougaard")
    see(page, "timeline-people")
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile(r"spørg @Michael Hougaard $"))
    page.locator(".note-write [type=checkbox]").check()
    with page.expect_response(lambda answer: answer.url.endswith("/add/")):
        page.keyboard.press("Control+Enter") if size == "desktop" else page.locator(
            ".note-write [data-key=save]"
        ).click()
    lines = page.locator("#timeline .timeline-line")
    expect(lines.first.locator("strong")).to_have_text("tre porte")
    expect(page.locator(".note-write textarea")).to_have_value("")

    write(page, "Ring om fredagen\n- før frokost")
    expect(lines.filter(has_text="før frokost")).to_have_count(1)
    page.locator(".timeline-filter select").select_option("note")
    expect(lines).to_have_count(2)
    page.locator(".timeline-filter input").fill("PORTE")
    expect(lines).to_have_count(1)
    page.locator(".timeline-filter input").fill("findes ikke")
    expect(page.locator(".timeline-empty")).to_be_visible()
    open_timeline(page)
    expect(page.locator(".pinned-note strong")).to_have_text("tre porte")
    page.locator(".is-folded summary").first.click()
    expect(page.locator(".timeline-changes ins", has_text="Havnegade")).to_be_visible()
    see(page, "timeline")

    note = lines.filter(has_text="før frokost")
    note.locator(".note-edit").click()
    text = page.locator("#dialog textarea")
    expect(text).to_have_value("Ring om fredagen\n\n- før frokost")
    see(page, "timeline-edit")
    text.fill("Ring om mandagen")
    with page.expect_navigation():
        page.locator("#dialog [data-key=save]").click()
    expect(page.locator("#timeline")).to_contain_text("Ring om mandagen")
    undo(page)
    expect(page.locator("#timeline")).to_contain_text("før frokost")


def test_of_no_hostile_note_anything_runs_or_loads(sign_in: Callable[..., Page], fresh: Callable[[str], str]) -> None:
    page = sign_in("karen")
    heard: list[str] = []
    create_prospect(page, fresh("Fjendtlige Noter"))
    open_timeline(page)
    home = urljoin(page.url, "/")
    page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith(home) else None)
    texts = list(dict.fromkeys(hostile_texts()))
    for start in range(0, len(texts), 120):
        write(page, "\n\n".join(text.replace("@", "(a)").replace("\0", "") for text in texts[start : start + 120]))
        expect(page.locator(".note-write textarea")).to_have_value("")

    open_timeline(page)
    for summary in page.locator(".note-long summary").all():
        summary.click()

    assert page.locator(".rich-text").locator("script, img, iframe, style, form, input, svg").count() == 0
    assert heard == []
