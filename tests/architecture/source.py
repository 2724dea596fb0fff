"""The source as the architecture tests read it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "kundebro"
NAMED_URL = re.compile(r"""\{%\s*url\s+["'](?P<name>[\w:-]+)["']""")
TEMPLATE = re.compile(r"""\{%\s*(?:include|extends)\s+["'](?P<name>[^"'#]+)""")
URL_NAME = re.compile(r"[a-z]+:[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Said:
    """A text constant in a Python module, and where."""

    text: str
    path: Path
    line: int


@cache
def rungs() -> dict[str, int]:
    """The height of each app on the ladder of the import contract; 0 is the bottom."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    ladder = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    layers = [[name.strip(" ()") for name in layer.split("|")] for layer in reversed(ladder["layers"])]
    return {name: height for height, names in enumerate(layers) for name in names}


def may_know(app: str, other: str) -> bool:
    """Whether the app may name the other: itself, and what is below it."""
    heights = rungs()
    return app == other or app not in heights or other not in heights or heights[other] < heights[app]


def app_of(path: Path) -> str:
    """The app a file belongs to."""
    return path.relative_to(PACKAGE).parts[0]


def named(path: Path, line: int | None = None) -> str:
    """How a file is called in a failed test."""
    return f"{path.relative_to(REPOSITORY)}{f':{line}' if line else ''}"


@cache
def templates() -> dict[Path, str]:
    """Every template by path."""
    return {path: path.read_text() for path in sorted(PACKAGE.rglob("templates/**/*")) if path.is_file()}


@cache
def modules() -> dict[Path, ast.Module]:
    """Every Python module but migrations, parsed."""
    paths = (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)
    return {path: ast.parse(path.read_text()) for path in paths}


def texts() -> Iterator[Said]:
    """Every text constant."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield Said(node.value, path, node.lineno)


def imported() -> Iterator[tuple[Path, int, str]]:
    """Every module or name that is imported, spelt out."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                yield from ((path, node.lineno, each.name) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((path, node.lineno, f"{node.module}.{each.name}") for each in node.names)


def called_as(node: ast.AST) -> str:
    """The last part of the name of what is called or used as a decorator."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
