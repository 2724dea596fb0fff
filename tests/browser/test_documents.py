"""Documents on a card: dropped, looked at, given new versions; and hostile ones that do nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.activities.hostile_texts import hostile_texts
from tests.activities.test_hostile_files import HTML, SVG, polyglot
from tests.browser.steps import create_prospect, undo
from tests.factories.documents import mail, pdf

DROP = """
([selector, files]) => {
  const carried = new DataTransfer();
  for (const [name, letters] of files) {
    carried.items.add(new File([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], name));
  }
  const zone = document.querySelector(selector);
  for (const type of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}
"""
SEND = """
async ([address, name, letters]) => {
  const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(name),
                    "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  const body = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return (await fetch(address, { method: "POST", headers, body })).status;
}
"""
AT_A_TIME = 20
FILES = {
    "side.html": HTML,
    "logo.svg": SVG,
    "billede.png": polyglot(),
    "tilbud.pdf": pdf(extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
}
"""Each is opened as its address in the browser: it is saved, whatever it is."""


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    page.evaluate(DROP, ["[data-uploads]", [[name, content.decode("latin-1")] for name, content in files]])


def open_documents(page: Page) -> None:
    page.goto(re.sub(r"\?.*", "", page.url) + "?tab=documents")
    expect(page.locator("#documents-panel")).to_be_visible()


def test_documents_are_dropped_looked_at_and_given_a_new_version(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str], size: str
) -> None:
    page = sign_in("karen", size)
    create_prospect(page, fresh("Kolding Døre"))
    open_documents(page)
    drop(page, ("tilbud.pdf", pdf("Tilbud", "Betingelser")), ("tom.txt", b""), ("notat.txt", "Kære Åse".encode()))
    rows = page.locator("#documents-panel tbody tr")
    expect(rows).to_have_count(2)
    expect(page.locator("[data-toast]", has_text="tom.txt")).to_contain_text("Filen er tom.")
    see(page, "documents")

    rows.filter(has_text="tilbud.pdf").locator("a").first.click()
    sheets = page.locator("#document-shown img")
    expect(sheets).to_have_count(2)
    expect(sheets.first).to_have_js_property("complete", True)
    assert sheets.first.evaluate("image => image.naturalWidth") > 500
    see(page, "document")

    with page.expect_navigation():
        drop(page, ("tilbud 2.pdf", pdf("Nyt tilbud")))
    expect(page.locator(".document-versions li")).to_have_count(2)
    expect(sheets).to_have_count(1)
    with page.expect_download() as download:
        page.locator(".document-versions li").last.locator("[download]").click()
    assert download.value.suggested_filename == "tilbud.pdf"
    assert Path(download.value.path()).read_bytes() == pdf("Tilbud", "Betingelser")
    undo(page)
    expect(page.locator(".document-versions li")).to_have_count(1)


def test_a_file_chosen_in_the_form_is_sent_at_once(sign_in: Callable[..., Page], fresh: Callable[[str], str]) -> None:
    page = sign_in("karen")
    create_prospect(page, fresh("Vejle Vinduer"))
    open_documents(page)

    page.locator("[data-uploads] input[type=file]").set_input_files(
        {"name": "valgt.txt", "mimeType": "text/plain", "buffer": b"valgt"}
    )

    expect(page.locator("#documents-panel tbody tr")).to_contain_text("valgt.txt")


def test_of_no_hostile_text_anything_runs_or_loads(sign_in: Callable[..., Page], fresh: Callable[[str], str]) -> None:
    page = sign_in("karen")
    heard: list[str] = []
    create_prospect(page, fresh("Fjendtlig Post"))
    open_documents(page)
    home = urljoin(page.url, "/")
    page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith(home) else None)
    receiving = page.locator("[data-uploads]").get_attribute("data-uploads") or ""
    sent = [page.evaluate(SEND, [receiving, f"{name}.eml", mail(html).decode("latin-1")]) for name, html in portions()]
    assert set(sent) == {201}

    open_documents(page)
    links: Any = page.locator("#documents-panel tbody td a:not([download])").evaluate_all(
        "all => all.map(a => a.href)"
    )
    assert len(links) == len(sent)
    for link in links:
        page.goto(link)
        expect(page.locator("#document-shown .rich-text")).to_be_attached()
        assert page.locator("#document-shown .rich-text").locator("script, img, iframe, style, form").count() == 0

    for name, content in FILES.items():
        assert page.evaluate(SEND, [receiving, name, content.decode("latin-1")]) == 201
        open_tab_again(page)
        page.locator("#documents-panel tbody tr").first.locator("a").first.click()
        expect(page.locator("#document-shown :is(img, .empty-state-text)").first).to_be_visible()
        address = page.locator(".document-versions [download]").first.get_attribute("href")
        with page.expect_download() as download:
            page.evaluate("address => { location.href = address }", address)
        assert download.value.suggested_filename == name

    assert heard == []


def open_tab_again(page: Page) -> None:
    """From a document's page to the tab it stands on."""
    link = page.locator(".breadcrumb-item a[href*='tab=documents']")
    page.goto(link.get_attribute("href") or "")
    expect(page.locator("#documents-panel")).to_be_visible()


def portions() -> Iterator[tuple[str, str]]:
    """The texts, some in each mail; the file's name is one of them too."""
    texts = list(dict.fromkeys(hostile_texts()))
    for start in range(0, len(texts), AT_A_TIME):
        some = texts[start : start + AT_A_TIME]
        yield some[0], "".join(f"<div>{text}</div>" for text in some)
