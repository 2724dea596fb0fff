"""What may stand in the source only where it is counted, or not at all."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.source import PACKAGE, called_as, imported, modules, named, templates

FORBIDDEN_IN_TEMPLATES: Final = {
    "a safe filter": r"\|\s*safe\b",
    "autoescape off": r"\{%\s*autoescape\s+off",
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "an event attribute": r"""<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=""",
    "a script address": r"javascript:",
    "a foreign address": r"""(?:src|action|hx-(?:get|post))=["'](?:https?:)?//""",
    "an unquoted value": r"\s[\w-]+=\{\{",
}

COUNTED: Final = {
    "login_not_required": {
        "src/kundebro/activities/views/feed.py": 1,  # the calendar at its secret address
        "src/kundebro/core/views/frame.py": 3,  # appearance, language, manifest
        "src/kundebro/jobs/views.py": 1,  # health
        "src/kundebro/users/views/invitations.py": 3,  # one-time links, forgotten password
    },
    "SafeString": {
        "src/kundebro/activities/rich_text.py": 1,  # what nh3 has just cleaned
        "src/kundebro/core/components.py": 2,  # rows of a table, written without nodes; every text is escaped there
        "src/kundebro/core/templatetags/kundebro.py": 1,  # a block that was rendered already
        "src/kundebro/pipeline/cards.py": 1,  # hundreds of cards, written without nodes; every text is escaped there
    },
    "mark_safe": {},
    "csrf_exempt": {},
    "RawSQL": {},
    "extra": {"src/kundebro/core/search.py": 1},
    "raw": {},
    "eval": {},
    "exec": {},
}
"""Uses by file; a number here may only fall."""

HTTP_CLIENTS: Final = ("http.client", "urllib.request", "requests", "httpx", "aiohttp", "urllib3", "ftplib")


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_templates_hold_no(what: str) -> None:
    pattern = re.compile(FORBIDDEN_IN_TEMPLATES[what], re.IGNORECASE | re.DOTALL)
    found = [
        f"{named(path)}: {match[0].strip()[:60]}"
        for path, text in templates().items()
        if path.suffix == ".html"
        for match in pattern.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize("name", COUNTED)
def test_the_uses_are_counted_of(name: str) -> None:
    assert uses().get(name, {}) == COUNTED[name]


def test_html_in_python_holds_no_style_and_no_script() -> None:
    pattern = re.compile(r"<[^>]*\s(?:style|on[a-z]+|hx-on[:\w-]*)\s*=|<style\b|<script\b", re.IGNORECASE)
    found = [
        named(path, node.lineno)
        for path, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.search(node.value)
    ]

    assert found == []


def test_only_commands_print() -> None:
    printing = [
        named(path, node.lineno)
        for path, module in modules().items()
        if "management" not in path.parts
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]

    assert printing == []


def test_only_core_has_an_http_client() -> None:
    assert users_of(HTTP_CLIENTS, but=PACKAGE / "core") == []


def test_only_the_outbox_speaks_smtp() -> None:
    assert users_of(("smtplib",), but=PACKAGE / "mail" / "smtp.py") == []


def users_of(libraries: Sequence[str], *, but: Path) -> list[str]:
    """Where one of the libraries is imported outside the room it belongs in."""
    return [
        f"{named(path, line)} → {name}"
        for path, line, name in imported()
        if any(name == library or name.startswith(f"{library}.") for library in libraries)
        if not path.is_relative_to(but)
    ]


@cache
def uses() -> dict[str, Counter[str]]:
    """How often each file calls or decorates by a name that is counted."""
    found: dict[str, Counter[str]] = {}
    for path, module in modules().items():
        for node in ast.walk(module):
            for name in COUNTED.keys() & set(names_used(node)):
                found.setdefault(name, Counter())[named(path)] += 1
    return found


def names_used(node: ast.AST) -> Iterator[str]:
    """What the node calls, or is decorated by."""
    if isinstance(node, ast.Call):
        yield called_as(node)
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield from (called_as(each) for each in node.decorator_list if not isinstance(each, ast.Call))
