"""What is typed as plain text becomes a note with its form, and can be typed on."""

import time

import pytest

from kundebro.activities.marks import as_typed, first_line, formed
from kundebro.activities.rich_text import cleaned
from tests.activities.hostile_texts import hostile_texts


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Kære Bo", "<p>Kære Bo</p>"),
        ("en\nto\n\ntre", "<p>en<br>to</p><p>tre</p>"),
        ("**fed** og _skrå_ og ~~væk~~", "<p><strong>fed</strong> og <em>skrå</em> og <s>væk</s></p>"),
        ("pris_uden_moms 3 ** 4 * 5", "<p>pris_uden_moms 3 ** 4 * 5</p>"),
        ("Husk:\n- døre\n- vinduer", "<p>Husk:</p><ul><li>døre</li><li>vinduer</li></ul>"),
        ("1. først\n2. så", "<ol><li>først</li><li>så</li></ol>"),
        ("# Møde\n> sagde han\n> og hun", "<h3>Møde</h3><blockquote>sagde han<br>og hun</blockquote>"),
        ("a\n---\nb", "<p>a</p><hr><p>b</p>"),
        ("`x < **y**`", "<p><code>x &lt; **y**</code></p>"),
        (
            "Se https://firma.dk/a?b=1&c=2.",
            '<p>Se <a href="https://firma.dk/a?b=1&amp;c=2">https://firma.dk/a?b=1&amp;c=2</a>.</p>',
        ),
        ("[os](https://os.dk)", '<p><a href="https://os.dk">os</a></p>'),
        ("[os](javascript:alert(1))", "<p>[os](javascript:alert(1))</p>"),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
        (" \n\n ", ""),
        ("1.234 kr. og -5 %", "<p>1.234 kr. og -5 %</p>"),
    ],
)
def test_marks_become_form_and_form_becomes_the_same_marks(typed: str, html: str) -> None:
    assert formed(typed) == html
    assert formed(as_typed(html)) == html


def test_of_tags_without_a_mark_the_words_stay() -> None:
    assert as_typed("<p>a <u>b</u></p><pre>c</pre><table><tr><td>d</td></tr></table>") == "a b\n\nc\n\nd"


def test_no_hostile_text_is_anything_but_text() -> None:
    changed = [text for text in hostile_texts() if cleaned(formed(text)).count("<") != formed(text).count("<")]

    assert changed == []


@pytest.mark.parametrize("text", ["**a " * 16_000, "[a](" * 16_000, "_a " * 20_000, "https://" * 8_000, "\n" * 64_000])
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()

    as_typed(formed(text))

    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("\n\n# **Møde** hos _Bo_\nmere", "Møde hos Bo"),
        ("- [Tilbud](https://os.dk) sendt", "Tilbud sendt"),
        ("ord " * 40, "ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord …"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_a_note_is_called_by_its_first_line(typed: str, line: str) -> None:
    assert first_line(typed) == line
    assert len(line) <= 80
