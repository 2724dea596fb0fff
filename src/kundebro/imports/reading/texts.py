"""Gives the lines of a text file in the letters Kundebro keeps, and counts what had to be mended."""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.imports.reading.rows import Unreadable

CHUNK: Final = 1 << 18
MAX_LINE: Final = 1 << 24
CONTROLS: Final = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
UNSEEN: Final = dict.fromkeys((*CONTROLS, 0xFEFF))
ALWAYS_COMPOSED: Final = bytes(range(0xCC))  # UTF-8 lead bytes below 0xCC only begin letters that are NFC already
REPLACEMENT: Final = "\ufffd"
MOJIBAKE: Final = re.compile("Ã[¦¸¥†˜…©¼¶¤]")


@dataclass
class Damage:
    """How many characters were mended, and on which line first; for the user to judge."""

    removed: int = 0
    unreadable: int = 0
    mojibake: int = 0
    first_lines: dict[str, int] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """What to tell the user, one sentence for each kind of damage."""
        told = []
        if self.unreadable:
            told.append(
                ngettext(
                    "%(count)d character could not be read, on line %(line)d. Check the encoding.",
                    "%(count)d characters could not be read, first on line %(line)d. Check the encoding.",
                    self.unreadable,
                )
                % {"count": self.unreadable, "line": self.first_lines["unreadable"]}
            )
        if self.mojibake:
            told.append(
                _("“Ã¦” and the like stand where æ, ø and å belong, first on line %(line)d. Ask for the list anew.")
                % {"line": self.first_lines["mojibake"]}
            )
        if self.removed:
            told.append(
                ngettext(
                    "%(count)d character that nobody can see was removed.",
                    "%(count)d characters that nobody can see were removed.",
                    self.removed,
                )
                % {"count": self.removed}
            )
        return told


def lines_of(file: IO[bytes], encoding: str, damage: Damage) -> Iterator[str]:
    """The file's lines with their ends, in constant memory: composed (NFC), without control characters.

    Raises Unreadable when a line is longer than any list's.
    """
    return chain.from_iterable(io.StringIO(text, newline="") for text in _whole_lines(file, encoding, damage))


def _whole_lines(file: IO[bytes], encoding: str, damage: Damage) -> Iterator[str]:
    rest, line = "", 1
    for text in _decoded(file, encoding, damage):
        _count(text, line, damage)
        line += text.count("\n")
        whole, end, rest = _cut(rest + text)
        yield whole + end
        if len(rest) > MAX_LINE:
            raise Unreadable(
                _("Line %(line)d has no end. This is not a list, or a quotation mark is missing.") % {"line": line}
            )
    yield rest


def _cut(text: str) -> tuple[str, str, str]:
    """The text up to its last line end, the line end, the beginning of the next line."""
    whole, end, rest = text.rpartition("\n")
    if end or "\r" not in text[:-1]:
        return whole, end, rest
    at = text.rindex("\r", 0, -1)  # a file from an old Mac; a CR at the very end may have its LF in the next portion
    return text[:at], "\r", text[at + 1 :]


def _decoded(file: IO[bytes], encoding: str, damage: Damage) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    while chunk := file.read(CHUNK):
        if is_wide:
            text = decoder.decode(chunk)
            clean = text.translate(UNSEEN)
            damage.removed += len(text) - len(clean)
            yield unicodedata.normalize("NFC", clean)
            continue
        seen = chunk.translate(None, CONTROLS)
        damage.removed += len(chunk) - len(seen)
        text = decoder.decode(seen)
        if encoding == "utf-8-sig" and chunk.translate(None, ALWAYS_COMPOSED):
            clean = text.replace("\ufeff", "")
            damage.removed += len(text) - len(clean)
            text = unicodedata.normalize("NFC", clean)
        yield text
    yield decoder.decode(b"", final=True)


def _count(text: str, line: int, damage: Damage) -> None:
    if REPLACEMENT in text:
        damage.unreadable += text.count(REPLACEMENT)
        damage.first_lines.setdefault("unreadable", line + text.count("\n", 0, text.index(REPLACEMENT)))
    if "Ã" in text and (found := MOJIBAKE.search(text)):
        damage.mojibake += 1
        damage.first_lines.setdefault("mojibake", line + text.count("\n", 0, found.start()))
