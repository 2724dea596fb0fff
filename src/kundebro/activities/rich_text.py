"""Notes with a little form: headings, lists, links; nothing that runs, loads or hides (DOC-2)."""

from html.parser import HTMLParser
from typing import Final

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LARGEST: Final = 64 * 1024
DEEPEST: Final = 200
TAGS: Final = frozenset(
    {"p", "br", "strong", "em", "u", "s", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code", "pre", "hr"}
)
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
EMPTY: Final = frozenset({"br", "hr", "img", "input", "meta", "link"})


def cleaned(text: str) -> str:
    """The text with only what notes may hold; size and depth are looked at first, for cleaning is slow on deep nesting.

    Raises ValidationError for a text of more than 64 KB, or nested deeper than 200 levels.
    """
    if len(text.encode()) > LARGEST:
        raise ValidationError(_("A note holds at most 64 KB. Attach the long text as a document."), code="too-long")
    if text.count("<") > DEEPEST and _depth_of(text) > DEEPEST:
        raise ValidationError(_("The note is nested too deeply. Paste it as plain text."), code="too-deep")
    clean: str = nh3.clean(
        text,
        tags=set(TAGS),
        attributes={"*": set(), "a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel="noopener nofollow",
    )
    return clean


def shown(text: str) -> SafeString:
    """The text cleaned once more and ready for a page; raises ValidationError as `cleaned` does."""
    return SafeString(cleaned(text))


def shown_note(text: str) -> SafeString:
    """A stored note ready for a page; one that cannot be cleaned, as a row written past us may be, shows its words."""
    try:
        return shown(text)
    except ValidationError:
        return escape(strip_tags(text[:LARGEST]))


class _Depth(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's signature
        if tag not in EMPTY:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self.depth = max(self.depth - 1, 0)


def _depth_of(text: str) -> int:
    """At least how deep the text nests; unclosed elements count, since the cleaner keeps them open too."""
    parser = _Depth()
    parser.feed(text)
    return parser.deepest
