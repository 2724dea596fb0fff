"""Notes are typed as plain text with the small marks known from mails and chats; here they become form, and back.

`**bold**`, `_italic_`, `~~struck~~`, `` `code` ``; lines that begin with `- `, `1. `, `> ` or `# ` are lists, quotes and
headings; web addresses become links. Whatever is no mark stands in the note as it was typed.
"""

import re
from html.parser import HTMLParser
from typing import Final

from django.utils.html import escape

_HEADING: Final = re.compile(r"#{1,3} +(?=\S)")
_BULLET: Final = re.compile(r"[-*•] +(?=\S)")
_NUMBER: Final = re.compile(r"[0-9]{1,3}[.)] +(?=\S)")
_QUOTE: Final = re.compile(r"> ?(?=\S)")
_RULE: Final = re.compile(r"-{3,}")
_LINK: Final = re.compile(
    r"\[(?P<text>[^\[\]\n]{1,300})\]\((?P<named>(?:https?://|mailto:|tel:)[^\s()]{1,1000})\)"
    r"|(?P<bare>https?://[^\s<>\"']{1,1000}[^\s<>\"'.,;:!?)\]])"
)
_INLINE: Final = (
    (re.compile(r"\*\*(?=\S)([^\n*]+)(?<=\S)\*\*"), "strong"),
    (re.compile(r"~~(?=\S)([^\n~]+)(?<=\S)~~"), "s"),
    (re.compile(r"(?<![^\W_])_(?=[^\s_])([^\n_]+)(?<=\S)_(?![^\W_])"), "em"),
)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_LISTS: Final = ((_BULLET, "ul"), (_NUMBER, "ol"))


def formed(text: str) -> str:
    """The typed text as HTML of the few tags that notes may hold; everything in it is escaped."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return "".join(_block(block) for block in blocks)


def as_typed(html: str) -> str:
    """The text with marks that becomes this HTML again; of tags that have no mark, the words stay."""
    reader = _Typed()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def says_the_same(text: str, html: str) -> bool:
    """Whether the typed text is what the stored note is typed as."""
    return "\n".join(text.splitlines()).strip() == as_typed(html)


def first_line(text: str, *, longest: int = 80) -> str:
    """The first words of a typed text, without marks: what the note is called in a list."""
    line = next((each.strip() for each in text.splitlines() if each.strip()), "")
    for mark in (_HEADING, _BULLET, _NUMBER, _QUOTE):
        line = mark.sub("", line, count=1) if mark.match(line) else line
    line = _LINK.sub(lambda found: found["text"] or found["bare"], line)
    for mark, _tag in _INLINE:
        line = mark.sub(r"\1", line)
    line = " ".join(line.replace("`", "").split())
    if len(line) <= longest:
        return line
    cut, blank, _rest = line[: longest - 1].rpartition(" ")
    return f"{cut.rstrip(' ,.;:')} …" if blank else f"{line[: longest - 1]}…"


def _block(lines: list[str]) -> str:
    """One paragraph of lines, in which lists, quotes and headings may stand."""
    made, rest = "", list(lines)
    while rest:
        line = rest[0].strip()
        kind, mark = next(((tag, mark) for mark, tag in _LISTS if mark.match(line)), ("", None))
        if mark is not None:
            items = _while(rest, mark)
            made += f"<{kind}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{kind}>"
        elif _QUOTE.match(line):
            made += f"<blockquote>{'<br>'.join(map(_inline, _while(rest, _QUOTE)))}</blockquote>"
        elif _HEADING.match(line):
            made += f"<h3>{_inline(_HEADING.sub('', rest.pop(0).strip(), count=1))}</h3>"
        elif _RULE.fullmatch(line):
            rest.pop(0)
            made += "<hr>"
        else:
            made += f"<p>{'<br>'.join(map(_inline, _plain(rest)))}</p>"
    return made


def _while(rest: list[str], mark: "re.Pattern[str]") -> list[str]:
    """Take the lines that begin with the mark, without it."""
    taken = []
    while rest and mark.match(rest[0].strip()):
        taken.append(mark.sub("", rest.pop(0).strip(), count=1))
    return taken


def _plain(rest: list[str]) -> list[str]:
    """Take the lines up to the next one that is marked."""
    taken = [rest.pop(0)]
    marks = (_BULLET, _NUMBER, _QUOTE, _HEADING)
    while rest and not any(mark.match(rest[0].strip()) for mark in marks) and not _RULE.fullmatch(rest[0].strip()):
        taken.append(rest.pop(0))
    return taken


def _inline(text: str) -> str:
    """One line: code and links first, for nothing in them is a mark."""
    made, done = "", 0
    for found in re.finditer(f"{_CODE.pattern}|{_LINK.pattern}", text):
        made += _styled(text[done : found.start()])
        if found["bare"] or found["named"]:
            made += f'<a href="{escape(found["named"] or found["bare"])}">{escape(found["text"] or found["bare"])}</a>'
        else:
            made += f"<code>{escape(found[1])}</code>"
        done = found.end()
    return made + _styled(text[done:])


def _styled(text: str) -> str:
    shown = str(escape(text))
    for mark, tag in _INLINE:
        shown = mark.sub(rf"<{tag}>\1</{tag}>", shown)
    return shown


class _Typed(HTMLParser):
    """Writes the marks of the tags that have some."""

    SIGNS: Final = {"strong": "**", "em": "_", "s": "~~", "code": "`"}
    BEGINS: Final = {"h3": "# ", "h4": "# ", "blockquote": "> "}

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.links: list[str] = []
        self.start = 0
        self.prefix = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append(f"\n{self.prefix}")
        elif tag in self.SIGNS:
            self.parts.append(self.SIGNS[tag])
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
            self._break()
        elif tag == "li":
            self._item()
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.start = len(self.parts)
        elif tag == "hr":
            self._break()
            self.parts.append("---\n\n")
        elif tag in ("p", "pre", *self.BEGINS):
            self._break()
            self.prefix = self.BEGINS.get(tag, "")
            self.parts.append(self.prefix)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SIGNS:
            self.parts.append(self.SIGNS[tag])
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.parts.append("\n\n")
        elif tag == "a" and self.links:
            self._link(self.links.pop())
        elif tag in ("p", "pre", *self.BEGINS):
            self.prefix = ""
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n\n")

    def _item(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.parts.append("- ")
        else:
            self.lists[-1] = number + 1
            self.parts.append(f"{number + 1}. ")

    def _link(self, href: str) -> None:
        text = "".join(self.parts[self.start :])
        if href and href != text:
            self.parts[self.start :] = [f"[{text}]({href})"]
