"""vCards: the people in a file that phones and mail programs write (RFC 2426, RFC 6350), and such a file of ours."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import vobject
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from vobject.base import VObjectError

from kundebro.contacts.models import Contact

MOST_BYTES: Final = 2_000_000
MOST_CARDS: Final = 200
MOST_TEXT: Final = 500_000

_NEWLINE: Final = re.compile("\r\n|\r|\n")
_NOT_READ: Final = re.compile(r"(?:[\w\-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-[\w\-]+)[;:]", re.IGNORECASE)
_NAME: Final = r"[A-Za-z0-9_\-]++"
_VALUE: Final = r"""(?:"[^"]*+"|[^";:,]*+)"""
_SOUND_LINE: Final = re.compile(rf"(?:{_NAME}\.)?{_NAME}(?:;{_NAME}(?:={_VALUE}(?:,{_VALUE})*+)?)*+:")
_CELL, _WORK, _FAX = frozenset({"cell"}), frozenset({"work"}), frozenset({"fax", "pager", "video"})


@dataclass(frozen=True)
class Card:
    """What a vCard says about a person, as it is written there."""

    name: str
    title: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    remark: str = ""


def read_cards(content: bytes) -> list[Card]:
    """The people in the file, in its order; nameless cards go by their e-mail or phone. Versions 2.1, 3.0 and 4.0.

    Raises ValidationError with a sentence where the file is too large, no vCard, or broken.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is too large. There is room for 2 MB at a time."), code="size")
    text = _text_of(content)
    if "BEGIN:VCARD" not in text.upper():
        raise ValidationError(_("This is not a vCard. A vCard begins with BEGIN:VCARD."), code="kind")
    if text.upper().count("BEGIN:VCARD") > MOST_CARDS:
        message = _("The file holds more than %(most)d vCards. Take fewer at a time, or import a list.")
        raise ValidationError(message, code="cards", params={"most": MOST_CARDS})
    lines = list(_logical_lines(text))
    if sum(map(len, lines)) > MOST_TEXT:
        raise ValidationError(_("The vCard holds more text than Kundebro can keep."), code="size")
    cards = [_card_of(each.contents) for each in _parsed(lines) if each.name == "VCARD"]
    return [card for card in cards if card.name]


def write_cards(contacts: Iterable[Contact]) -> str:
    """The contacts as vCard 3.0, the version every program reads; remarks are ours and stay here."""
    return "".join(_written(contact) for contact in contacts)


def _text_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\0", "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "")


def _logical_lines(text: str) -> Iterator[str]:
    """The lines with their continuations, without pictures, sounds and what programs keep for themselves."""
    parts: list[str] = []
    is_quoted = False
    for line in _NEWLINE.split(text):
        if parts and line[:1] in (" ", "\t"):
            parts.append(line[1:])
        elif parts and is_quoted and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        else:
            if parts and not _NOT_READ.match(parts[0]):
                yield "".join(parts)
            parts = [line] if line.strip() else []
            is_quoted = "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
    if parts:
        yield "".join(parts)


def _parsed(lines: list[str]) -> list[Any]:
    """What vobject makes of the lines, each looked at first: on an unsound one its own pattern never comes to an end."""
    try:
        if all(map(_SOUND_LINE.match, lines)):
            return list(vobject.readComponents("\n".join(lines), allowQP=True))
    except (VObjectError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        pass
    raise ValidationError(_("The vCard cannot be read. Export it again and try once more."), code="form")


def _card_of(contents: dict[str, list[Any]]) -> Card:
    phone, mobile = _phones(contents.get("tel", []))
    email = _text(next(iter(sorted(contents.get("email", []), key=_is_second)), None)).removeprefix("mailto:")
    return Card(
        name=_name(contents) or email or phone or mobile,
        title=_first(contents, "title") or _first(contents, "role"),
        phone=phone,
        mobile=mobile,
        email=email,
        remark=_first(contents, "note", lines=True),
    )


def _name(contents: dict[str, list[Any]]) -> str:
    if full := _first(contents, "fn"):
        return full
    for line in contents.get("n", []):
        parts = [getattr(line.value, part, "") for part in ("given", "additional", "family")]
        return " ".join(" ".join(part if isinstance(part, str) else " ".join(part) for part in parts).split())
    return ""


def _phones(lines: list[Any]) -> tuple[str, str]:
    """The number at the desk and the mobile one."""
    dialled = [line for line in lines if not _types(line) & _FAX]
    mobiles = [_number(line) for line in dialled if _types(line) & _CELL]
    desks = [line for line in dialled if not _types(line) & _CELL]
    desks.sort(key=lambda line: (not _types(line) & _WORK, _is_second(line)))
    return (_number(desks[0]) if desks else ""), (mobiles[0] if mobiles else "")


def _number(line: Any) -> str:
    return _text(line).removeprefix("tel:").partition(";")[0]


def _types(line: Any) -> frozenset[str]:
    """The kinds of a line in any of the ways to write them: TYPE=WORK,VOICE · TYPE="work,voice" · ;WORK;VOICE."""
    named = [part for value in line.params.get("TYPE", []) for part in value.split(",")]
    return frozenset(each.strip().lower() for each in (*named, *line.params, *getattr(line, "singletonparams", [])))


def _is_second(line: Any) -> bool:
    """Whether the line is not the one its owner prefers."""
    return "pref" not in _types(line)


def _first(contents: dict[str, list[Any]], name: str, *, lines: bool = False) -> str:
    return _text(next(iter(contents.get(name, [])), None), lines=lines)


def _text(line: Any, *, lines: bool = False) -> str:
    """The value as one line of text, or as it stands."""
    value = getattr(line, "value", "")
    text = " ".join(value) if isinstance(value, list) else str(value)
    return text.strip() if lines else " ".join(text.split())


def _written(contact: Contact) -> str:
    card = vobject.vCard()
    given, _blank, family = contact.name.rpartition(" ")
    card.add("n").value = vobject.vcard.Name(family=family, given=given)
    card.add("fn").value = contact.name
    card.add("org").value = [contact.prospect.name]
    if contact.title:
        card.add("title").value = contact.title
    for kind, number in (("WORK", contact.phone), ("CELL", contact.mobile)):
        if number:
            line = card.add("tel")
            line.value, line.type_param = number, [kind, "VOICE"]
    if contact.email:
        line = card.add("email")
        line.value, line.type_param = contact.email, ["INTERNET", "WORK"]
    _add_address(card, contact)
    return str(card.serialize())


def _add_address(card: Any, contact: Contact) -> None:
    company = contact.prospect
    if not (company.address_line or company.postal_line):
        return
    line = card.add("adr")
    line.type_param = ["WORK"]
    line.value = vobject.vcard.Address(
        street=company.address_line,
        extended=company.address_2,
        code=company.postal_code,
        city=company.city,
        country=str(company.country),
    )
