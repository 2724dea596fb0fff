"""Notes and mails hold nothing that runs, loads or hides (DOC-2, corpus H)."""

import time
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError

from kundebro.activities.mail_text import shown_mail
from kundebro.activities.rich_text import DEEPEST, LARGEST, SCHEMES, TAGS, cleaned
from tests.activities.hostile_texts import CANARY, hostile_texts

ATTRIBUTES = {"a": {"href", "rel"}}


class Allowed(HTMLParser):
    """Notes what does not belong into a cleaned text."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.foreign.append(f"<{tag}>")
        for name, value in attrs:
            scheme, colon, _rest = (value or "").partition(":")
            if name not in ATTRIBUTES.get(tag, set()):
                self.foreign.append(f"{tag} {name}")
            elif name == "href" and colon and scheme.strip().lower() not in SCHEMES:
                self.foreign.append(f"{tag} {value}")

    def handle_comment(self, data: str) -> None:
        self.foreign.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.foreign.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.foreign.append(f"<?{data}")


def test_the_corpus_is_as_large_as_the_papers_ask() -> None:
    assert len(set(hostile_texts())) >= 300


def test_nothing_disallowed_is_left_of_any_hostile_text() -> None:
    left = {}
    for text in hostile_texts():
        reader = Allowed()
        reader.feed(cleaned(text))
        reader.close()
        if reader.foreign:
            left[text] = reader.foreign

    assert left == {}


def test_what_is_clean_stays_as_it_is() -> None:
    texts = [cleaned(text) for text in hostile_texts()]

    assert [text for text in texts if cleaned(text) != text] == []


def test_nothing_is_left_that_loads_from_elsewhere() -> None:
    assert [text for text in hostile_texts() if f"src={CANARY}" in cleaned(text) or "url(" in cleaned(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>Kære <strong>Bo</strong>,<br>vi <em>mødes</em> <u>tirsdag</u>.</p>",
        "<ul><li>en</li><li>to</li></ul><ol><li>tre</li></ol>",
        "<h3>Aftale</h3><blockquote>citat</blockquote><pre><code>x &lt; y</code></pre><hr>",
    ],
)
def test_what_notes_may_hold_is_kept(text: str) -> None:
    assert cleaned(text) == text


def test_links_to_the_web_to_mail_and_to_phones_are_kept_and_tell_nothing() -> None:
    text = '<a href="https://firma.dk">a</a><a href="mailto:bo@firma.dk">b</a><a href="tel:+4533121212">c</a>'

    assert cleaned(text).count('rel="noopener nofollow"') == 3


@pytest.mark.parametrize("text", ["å" * (LARGEST // 2) + "x", "<p>" * (DEEPEST + 1), "<p>x" * 20_000])
def test_what_would_take_long_is_refused_before_it_is_cleaned(text: str) -> None:
    begun = time.process_time()

    with pytest.raises(ValidationError):
        cleaned(text)

    assert time.process_time() - begun < 1


def test_what_stood_apart_in_a_mail_still_does() -> None:
    html = "<div>Kære Bo</div><div class='x'>Tak</div><table><tr><td>1</td><td>stk.</td></tr></table>"

    assert " ".join(shown_mail(html).split()) == "<p>Kære Bo</p><p>Tak</p> <p> 1 stk. </p>"


def test_no_hostile_text_gets_through_as_a_mail() -> None:
    for text in hostile_texts():
        assert cleaned(shown_mail(text)) == shown_mail(text)
