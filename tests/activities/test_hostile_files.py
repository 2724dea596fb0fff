"""Corpus U of security.md: whatever is uploaded is kept as a download or refused, in two seconds and 200 MB."""

import io
import json
import resource
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import pytest
from django.test import Client

from kundebro.activities.file_names import plain_name
from kundebro.activities.file_types import TYPES, recognise
from kundebro.activities.models import Document, DocumentVersion
from kundebro.activities.previews import NotShown, facts_of, mail_of, page_of
from kundebro.activities.previews import child as previewing
from tests.factories.documents import PICTURE, chunk, mail, make_document, pdf, png
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML: Final = b"<!DOCTYPE html><html><body onload=alert(1)><script>alert(1)</script>"
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

NAMES: Final = {
    "../../x": "x",
    "..\\x": "x",
    "C:\\x": "x",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "lpt1": "_lpt1",
    ".htaccess": "htaccess",
    "a\0b.txt": "a b.txt",
    "tilbud\u202egpj.exe": "tilbud gpj.exe",
    "\u200b\u2028": "Dokument",
    "tilbud.pdf.": "tilbud.pdf",
    "x.pHaR": "x.pHaR",
    "x.pdf.exe": "x.pdf.exe",
    "": "Dokument",
    " . ": "Dokument",
    "linje\r\nContent-Type: text/html": "html",
    'a"b<c>.pdf': "a_b_c_.pdf",
    "A\u030ase.pdf": "Åse.pdf",
    "x" * 300 + ".pdf": "x" * 196 + ".pdf",
    "y" * 300: "y" * 200,
}


def bomb(size: int = 60 * 1024**2) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("nul.txt", "w") as member:
        for _piece in range(size // 1024**2):
            member.write(bytes(1024**2))
    return packed.getvalue()


def polyglot() -> bytes:
    """A picture to one reader, a page with a script to another, an archive to a third."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.html", HTML)
    return png(more=chunk(b"tEXt", b"Comment\0" + HTML)) + HTML + packed.getvalue()


HOSTILE: Final[dict[str, tuple[str, Callable[[], bytes], str]]] = {
    "svg with script": ("logo.svg", lambda: SVG, "image/svg+xml"),
    "svg behind a declaration": ("logo.png", lambda: b"<?xml version='1.0'?><!-- x -->" + SVG, "image/svg+xml"),
    "html as pdf": ("tilbud.pdf", lambda: HTML, "text/html"),
    "html behind blanks and a mark": ("a.txt", lambda: b"\xef\xbb\xbf \n\n" + HTML, "text/html"),
    "html in UTF-16": ("a.txt", lambda: "\ufeff<html><script>alert(1)</script>".encode("utf-16-le"), "text/html"),
    "html fragment": ("a.txt", lambda: b"hej <img src=x onerror=alert(1)>", "text/html"),
    "script": ("a.js", lambda: b"alert(1)", "text/plain"),
    "shell script": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /", "text/x-script"),
    "php": ("x.pHaR", lambda: b"<?php system($_GET[0]);", "text/x-script"),
    "program": ("x.pdf.exe", lambda: b"MZ" + bytes(100), "application/x-executable"),
    "gif and script": ("a.gif", lambda: b"GIF89a/*" + bytes(10) + b"*/=1;alert(1)", "image/gif"),
    "picture, page and archive at once": ("a.png", polyglot, "image/png"),
    "pdf with javascript": (
        "a.pdf",
        lambda: pdf(extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "application/pdf",
    ),
    "pdf cut off": ("a.pdf", lambda: pdf()[:200], "application/pdf"),
    "pdf that says a billion pages": (
        "a.pdf",
        lambda: pdf().replace(b"/Count 1 ", b"/Count 1000000000 "),
        "application/pdf",
    ),
    "zip bomb": ("a.zip", bomb, "application/zip"),
    "zip bomb as xlsx": ("a.xlsx", bomb, "application/zip"),
    "picture of 30,000 by 30,000": (
        "a.png",
        lambda: png(30_000, 30_000, data=zlib.compress(bytes(30_001 * 3_000))),
        "image/png",
    ),
    "picture that says more than it holds": ("a.png", lambda: png(7000, 7000, data=zlib.compress(b"")), "image/png"),
    "picture whose rows never end": ("a.png", lambda: png(10, 10, data=zlib.compress(bytes(50_000_000))), "image/png"),
    "picture with a bomb in its text": (
        "a.png",
        lambda: png(more=chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(80_000_000)))),
        "image/png",
    ),
    "tiff of nonsense": ("a.tif", lambda: b"II*\0" + b"\xff" * 400, "image/tiff"),
    "eicar": ("eicar.com", lambda: EICAR, "text/plain"),
    "control characters": ("a.bin", lambda: bytes(range(256)), "application/octet-stream"),
    "mail of ten thousand parts": (
        "a.eml",
        lambda: b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhej\n" * 10_000 + b"--x--",
        "message/rfc822",
    ),
    "mail nested a thousand deep": (
        "a.eml",
        lambda: (
            b"From: a@b.dk\n"
            + b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(1000)
            )
        ),
        "message/rfc822",
    ),
    "mail in a charset that is none": (
        "a.eml",
        lambda: b"From: =?x-none?Q?=E5?=\nSubject: =?utf-8?B?////?=\nContent-Type: text/plain; charset=x-none\n\n\xe5",
        "message/rfc822",
    ),
    "mail with a hostile page": (
        "a.eml",
        lambda: mail('<img src="https://canary.example/1.png"><script>alert(1)</script><p onclick=x()>Hej</p>'),
        "message/rfc822",
    ),
}


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def test_names_are_text_that_every_system_can_save() -> None:
    assert {name: plain_name(name) for name in NAMES} == NAMES


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_a_download_and_nothing_of_it_is_shown_but_what_we_drew(what: str, browser: Client) -> None:
    name, make, media_type = HOSTILE[what]
    content = make()
    assert recognise(content[:65536]).media_type == media_type
    version = make_document(content, name=name).versions.select_related("content").get()

    begun, used_before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = browser.get(f"/documents/versions/{version.pk}/")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (used.ru_utime - used_before.ru_utime) + (used.ru_stime - used_before.ru_stime)

    assert shown.status_code == 200
    assert [
        part for part in (b"<script>alert", b"<body onload", b"<img src=x", b"<svg xmlns") if part in shown.content
    ] == []
    assert b"canary.example" not in shown.content
    assert seconds <= 2.5
    assert time.monotonic() - begun < 20  # by the clock of a busy machine; its own time is what is limited
    saved = browser.get(f"/documents/versions/{version.pk}/file/")
    assert b"".join(saved.streaming_content) == content  # type: ignore[attr-defined]
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    harmless = TYPES[media_type]
    assert saved.headers["Content-Type"] == ("application/octet-stream" if harmless.is_harmful else media_type)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "what",
    [
        "picture of 30,000 by 30,000",
        "picture that says more than it holds",
        "pdf cut off",
        "tiff of nonsense",
        "svg with script",
    ],
)
def test_what_cannot_be_shown_says_so(what: str) -> None:
    name, make, _media_type = HOSTILE[what]
    content = make_document(make(), name=name).versions.select_related("content").get().content

    with pytest.raises(NotShown, match=r"\w"):
        facts_of(content)


@pytest.mark.django_db
def test_a_mail_nested_without_end_is_read_as_far_as_is_sane() -> None:
    name, make, _media_type = HOSTILE["mail nested a thousand deep"]
    content = make_document(make(), name=name).versions.select_related("content").get().content

    with suppress(NotShown):
        assert mail_of(content).attachments == []


@pytest.mark.django_db
def test_a_picture_is_drawn_anew_without_what_else_was_in_it() -> None:
    content = make_document(polyglot(), name="a.png").versions.select_related("content").get().content

    drawn = page_of(content, 1).read_bytes()

    assert drawn.startswith(b"\x89PNG")
    assert b"script" not in drawn
    assert b"PK\x03\x04" not in drawn


@pytest.mark.django_db
def test_each_page_of_a_pdf_is_a_picture_and_there_is_no_page_beyond() -> None:
    content = make_document(pdf("Et", "To")).versions.select_related("content").get().content

    assert list(facts_of(content).shown) == [1, 2]
    assert page_of(content, 2).read_bytes().startswith(b"\x89PNG")
    with pytest.raises(NotShown):
        page_of(content, 3)


def test_the_limits_of_the_process_are_those_of_the_papers() -> None:
    assert previewing.MEMORY <= 200 * 1024**2
    assert previewing.SECONDS <= 2
    assert previewing.MAX_PIXELS == 50_000_000


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_makes_no_header_of_its_own(name: str, browser: Client) -> None:
    document = make_document(b"x", name=name)

    answer = browser.get(document.versions.get().download_url)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer.headers["Content-Disposition"]


def test_no_file_is_told_as_a_sentence_to_the_script(browser: Client, settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 3
    address = f"/documents/of/{make_prospect().pk}/receive/"

    empty, large = (
        browser.post(address, content, content_type="application/octet-stream", headers={"X-File-Name": "a.txt"})
        for content in (b"", b"xxxx")
    )

    assert (empty.status_code, large.status_code) == (422, 422)
    assert json.loads(empty.content)["message"] == "Filen er tom."
    assert json.loads(large.content)["message"].startswith("Filen er større end")
    assert not Document.objects.exists()


def test_two_gigabytes_are_refused_before_the_first_byte_is_read(browser: Client) -> None:
    address = f"/documents/of/{make_prospect().pk}/receive/"

    answer = browser.generic(
        "POST",
        address,
        b"x",
        content_type="application/octet-stream",
        headers={"X-File-Name": "a.bin"},
        CONTENT_LENGTH=str(2 * 1024**3),
    )

    assert answer.status_code == 422
    assert json.loads(answer.content)["message"].startswith("Filen er større end")


def test_a_hostile_name_in_the_header_is_decoded_and_made_plain(browser: Client) -> None:
    address = f"/documents/of/{make_prospect().pk}/receive/"

    browser.post(
        address,
        PICTURE,
        content_type="application/octet-stream",
        headers={"X-File-Name": "..%2F..%2Fp%C3%A6n%00%E2%80%AEgpj.exe"},
    )

    assert DocumentVersion.objects.get().file_name == "pæn gpj.exe"
