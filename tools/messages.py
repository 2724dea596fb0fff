"""Collects the texts of Kundebro into locale/da, checks that all are in Danish, and compiles them.

Babel reads the Python files; Django turns templates into something Babel reads. No gettext programs are needed.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "kundebro"
DANISH = SOURCE / "locale" / "da" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def texts() -> Iterator[tuple[str, int, object, str | None]]:
    """Every text to translate: file, line, message (or singular and plural), context.

    Brackets around what Django makes of a template let Babel read it without minding its indentation.
    """
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from extracted(path, path.read_bytes())
    for path in sorted((*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/*/letters/*.txt"))):
        yield from extracted(path, f"({templatize(path.read_text(encoding='utf-8'))})".encode())


def extracted(path: Path, source: bytes) -> Iterator[tuple[str, int, object, str | None]]:
    """The texts of one file."""
    where = path.relative_to(SOURCE).as_posix()
    options = {"encoding": "utf-8"}
    for line, message, _comments, context in extract("python", io.BytesIO(source), KEYWORDS, (), options):
        if message and message != ("", ""):
            yield where, line, message, context


def collected() -> Catalog:
    """The texts as a catalogue without translations."""
    catalog = Catalog(charset="utf-8")
    for where, _line, message, context in texts():
        catalog.add(message, locations=[(where, 0)], flags=format_flags(message), context=context)
    return catalog


def format_flags(message: object) -> list[str]:
    """Mark texts with %(name)s, so that a translation that loses one is seen."""
    text = message if isinstance(message, str) else "".join(message)  # type: ignore[call-overload]
    return ["python-format"] if "%(" in text else []


def translated() -> Catalog:
    """The Danish catalogue as it is committed."""
    if not DANISH.exists():
        return Catalog(locale="da", charset="utf-8")
    with DANISH.open("rb") as file:
        return read_po(file, locale="da")


def problems(template: Catalog, danish: Catalog) -> Iterator[str]:
    """Texts without Danish, doubtful ones, and those whose placeholders differ."""
    for message in template:
        if not message.id:
            continue
        here = danish.get(message.id, message.context)
        name = message.id if isinstance(message.id, str) else message.id[0]
        if here is None or not (here.string if isinstance(here.string, str) else all(here.string)):
            yield f"no Danish: {name!r} ({message.locations[0][0]})"
        elif here.fuzzy:
            yield f"doubtful: {name!r}"
        else:
            for error in here.check(danish):
                yield f"{error}: {name!r}"
    for message in danish:
        if message.id and template.get(message.id, message.context) is None:
            yield f"no longer used: {message.id!r}; run make messages"


def update() -> None:
    """Bring the Danish catalogue into step with the source; new texts stand there empty."""
    template, old = collected(), translated()
    new = Catalog(locale="da", project="Kundebro", charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            known = old.get(message.id, message.context)
            string = known.string if known else ("" if isinstance(message.id, str) else ("", ""))
            new.add(message.id, string, message.locations, message.flags, context=message.context)
    DANISH.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, new, width=119, no_location=False, sort_output=True, include_lineno=False, omit_header=True)
    header = 'msgid ""\nmsgstr ""\n"Language: da\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    DANISH.write_text(header + buffer.getvalue().decode("utf-8").lstrip(), encoding="utf-8")


def compile_danish() -> None:
    """Write the .mo file that Django reads."""
    with DANISH.with_suffix(".mo").open("wb") as file:
        write_mo(file, translated())


def main() -> int:
    """--check reports what is missing, --compile makes the .mo file, without an option the .po file is updated."""
    settings.configure(USE_I18N=True)
    django.setup()
    if "--compile" in sys.argv:
        compile_danish()
        return 0
    if "--check" in sys.argv:
        found = list(problems(collected(), translated()))
        print("\n".join(found[:60]) or "All texts are in Danish.")
        if len(found) > 60:  # noqa: PLR2004
            print(f"… and {len(found) - 60} more")
        return 1 if found else 0
    update()
    compile_danish()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
