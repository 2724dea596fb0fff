"""Danish addresses: street, house number, floor and door apart (OIOUBL demands it), shown as one line."""

import re
from typing import Final, NamedTuple

_HOUSE_NO: Final = r"[0-9]{1,3}(?:[ ]?[a-z](?![^\W_]))?(?:[ ]?-[ ]?[0-9]{1,3}[a-z]?)?"
_SIDE: Final = r"(?:t\.?v\.?|t\.?h\.?|m\.?f\.?)"
_UNIT: Final = rf"""(?:
    (?: (?P<floor> (?: st(?:uen)? | kld? | kælder(?:en)? | k[2-9] ) \b ) \.?
      | (?P<storey> [1-9][0-9]? ) (?: \.?\s*sal\b\.? | \. | (?= \s*{_SIDE}$ ) )
    )
    \s* (?P<door> {_SIDE} | (?<= [.\s] ) (?: [0-9]{{1,4}} | [a-z][0-9]{{1,3}} ) )?
  | (?P<side> {_SIDE} )
)"""
_WHOLE_UNIT: Final = re.compile(_UNIT, re.IGNORECASE | re.VERBOSE)
_LINE: Final = re.compile(rf"(?P<street>.+?)\s(?P<house_no>{_HOUSE_NO})(?:\s{_UNIT})?", re.IGNORECASE | re.VERBOSE)
_CARE_OF: Final = re.compile(r"(?:c/o|att\b)", re.IGNORECASE)
_NO_LETTER: Final = re.compile(r"[\W\d_]*")
_FLOORS: Final = {"stuen": "st", "kld": "kl", "kælder": "kl", "kælderen": "kl"}
_TOWN: Final = re.compile(
    r"(?:DK[\s\-]*)?(?P<code>[0-9]{4}|[0-9]{3} [0-9]{2}|[A-Z]{1,2}-[0-9]{3,5}|[0-9]{5})(?:[\s,]+(?P<city>\D.*))?"
)


class Address(NamedTuple):
    """An address line taken apart; ``rest`` is what could not be placed."""

    street: str = ""
    house_no: str = ""
    floor: str = ""
    door: str = ""
    rest: str = ""


class Town(NamedTuple):
    """A postal code and its town."""

    postal_code: str = ""
    city: str = ""


def parse_address(text: str) -> Address:
    """Take an address line apart; what is not understood stays in ``street`` or ``rest``, nothing is lost.

    A line that holds a floor and a door only (``1. th``, as *Adresse 2* often does) has no street.
    """
    parts = [shorter for part in text.split(",") if (shorter := " ".join(part.split()))]
    before = [parts.pop(0)] if len(parts) > 1 and _CARE_OF.match(parts[0]) else []
    street = house_no = floor = door = ""
    if parts and not _unit_of(parts[0]):
        street = parts.pop(0)
        found = _LINE.fullmatch(street)
        if found and not _NO_LETTER.fullmatch(found["street"]):
            street, house_no = found["street"], found["house_no"].replace(" ", "").upper()
            floor, door = _floor_and_door(found)
    if parts and not floor and not door and (unit := _unit_of(parts[0])):
        floor, door = unit
        del parts[0]
    if parts and floor and not door and (unit := _unit_of(parts[0])) and not unit[0]:
        door = unit[1]
        del parts[0]
    return Address(street, house_no, floor, door, ", ".join(before + parts))


def _unit_of(text: str) -> tuple[str, str] | None:
    found = _WHOLE_UNIT.fullmatch(text)
    return _floor_and_door(found) if found else None


def _floor_and_door(found: re.Match[str]) -> tuple[str, str]:
    floor = (found["floor"] or found["storey"] or "").lower()
    door = (found["door"] or found["side"] or "").lower()
    return _FLOORS.get(floor, floor), door.replace(".", "")


def show_address_line(street: str, house_no: str = "", floor: str = "", door: str = "") -> str:
    """Give the line as a letter carries it: ``Algade 99B, st. tv``."""
    return ", ".join(filter(None, (f"{street} {house_no}".strip(), show_unit(floor, door))))


def show_unit(floor: str, door: str) -> str:
    """Give floor and door: ``1. th``, ``st. tv``, ``2. sal``."""
    if floor and door:
        return f"{floor}. {door}"
    if floor:
        return f"{floor}. sal" if floor.isdigit() else f"{floor}."
    return door


def parse_town(text: str) -> Town:
    """Take ``4000 Roskilde`` apart; without a postal code in front everything is the town."""
    line = " ".join(text.split())
    found = _TOWN.fullmatch(line)
    return Town(found["code"], found["city"] or "") if found else Town("", line)
