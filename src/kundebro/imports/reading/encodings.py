"""Which letters the bytes of a text file stand for (dependencies.md, gotcha 12)."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CHUNK: Final = 1 << 18
SAMPLE: Final = 1 << 16
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # UTF-32's mark begins with UTF-16's
ONE_BYTE: Final = ("cp1252", "cp850", "mac_roman")
DANISH: Final = re.compile(r"[æøå]|(?<![^\W\d_])[ÆØÅ]|(?<=[A-ZÆØÅ])[ÆØÅ](?![^\W\d_A-ZÆØÅ])")  # no capital in “LÆrke”
FOREIGN: Final = re.compile(r"[éüöä]")
TYPOGRAPHIC: Final = re.compile(r"(?<!\w)[‘“]|(?<=\w)’|”(?!\w)|[–—…€]")  # in cp1252, where the others have letters
ASCII: Final = bytes(range(128))
UNREADABLE: Final = "\ufffd"
SOUND_TO_BROKEN: Final = 10


def encoding_of(path: Path) -> str:
    """Name the encoding the file is written in; never fails, the doubtful bytes are counted when it is read."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    wide = _utf16_without_mark(head)
    if wide:
        return wide
    if _is_utf8(path):
        return "utf-8-sig"
    return best_one_byte(_around_letters(path))


def _utf16_without_mark(head: bytes) -> str | None:
    """Every second byte of Danish UTF-16 is NUL; hardly any other is."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    pairs = max(len(head) // 2, 1)
    if odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _is_utf8(path: Path) -> bool:
    """Whether the whole file is strict UTF-8, but for a broken letter among many sound ones."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = broken = 0
    for chunk in _chunks(path):
        if chunk.isascii():
            continue
        text = decoder.decode(chunk)
        broken += max(text.count(UNREADABLE) - chunk.count(UNREADABLE.encode()), 0)  # it may stand there itself
        letters += sum(map(chunk.count, _LEADING))
    broken += decoder.decode(b"", final=True).count(UNREADABLE)
    return not broken or letters > SOUND_TO_BROKEN * broken


_LEADING: Final = tuple(bytes([code]) for code in range(0xC3, 0xC6))  # of the letters in western European names


def _around_letters(path: Path) -> bytes:
    """The first 64 KB of lines that hold other than ASCII."""
    found = bytearray()
    for chunk in _chunks(path):
        if chunk.translate(None, ASCII):
            for line in chunk.splitlines(keepends=True):
                if not line.isascii():
                    found += line
                    if len(found) >= SAMPLE:
                        return bytes(found)
    return bytes(found)


def best_one_byte(sample: bytes) -> str:
    """The one-byte encoding that makes most Danish sense of the bytes above ASCII; cp1252 when in doubt."""
    scores = {}
    for name in ONE_BYTE:
        text = sample.decode(name, "replace")
        scores[name] = 2 * len(DANISH.findall(text)) + len(FOREIGN.findall(text))
        if name == "cp1252":
            scores[name] += len(TYPOGRAPHIC.findall(text))
    return max(ONE_BYTE, key=scores.__getitem__)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
