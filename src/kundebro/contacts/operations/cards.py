"""Contacts from the cards that people send each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundebro.contacts.models import Contact
from kundebro.contacts.operations.create import add
from kundebro.contacts.operations.settle import held
from kundebro.contacts.vcards import Card
from kundebro.core.danish import fold
from kundebro.history.models import Change
from kundebro.history.recorder import recording
from kundebro.parties.checks import check_field
from kundebro.parties.validators import many_lines, one_line
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


@dataclass(frozen=True)
class TakenIn:
    """What became of the cards: new contacts, and the names of those who were there already."""

    added: list[Contact] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def take_in_cards(prospect: Prospect, cards: Sequence[Card], *, by: User, key: str | None = None) -> TakenIn:
    """Add the people on the cards to the prospect, except those who are there already by name.

    Raises ValidationError, naming the card, where a text is too long to keep.
    """
    with recording("contacts.take-in-cards", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            made = record.changeset.changes.filter(content_type__app_label="contacts", kind=Change.Kind.CREATED)
            return TakenIn(list(Contact.objects.filter(pk__in=made.values("object_id"))))
        taken = TakenIn()
        with held(prospect, by=by) as site:
            here = Contact.objects.unrestricted().filter(prospect=prospect)
            known = {fold(name) for name in here.values_list("name", flat=True)}
            for card in cards:
                values = _checked(card)
                if fold(values["name"]) in known:
                    taken.known.append(values["name"])
                else:
                    known.add(fold(values["name"]))
                    taken.added.append(add(site, values))
        return taken


def _checked(card: Card) -> dict[str, Any]:
    """The card's values as we store them; what cannot be a phone or an e-mail goes into the remark, nothing is lost."""
    values, leftover = {}, [card.remark] if card.remark else []
    for name, label in (("phone", _("Phone")), ("mobile", _("Mobile")), ("email", _("E-mail"))):
        try:
            values[name] = check_field(name, getattr(card, name)).value
        except ValidationError:
            values[name] = ""
            leftover.append(f"{label}: {getattr(card, name)}")
    try:
        values["name"] = one_line(card.name, max_length=100).value
        values["title"] = one_line(card.title, max_length=60).value
        values["remark"] = many_lines("\n".join(leftover), max_length=2000).value
    except ValidationError as error:
        raise ValidationError(f"{card.name[:60]}: {error.messages[0]}") from None
    return values
