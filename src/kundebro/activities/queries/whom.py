"""Whom a line of everyday Danish means: people and companies by the names in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kundebro.contacts.models import Contact
from kundebro.core.danish import fold
from kundebro.core.search import searched
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

MOST: Final = 7
LOOKED_AT: Final = 60


@dataclass(frozen=True)
class Whom:
    """A company, and the person there when one is meant."""

    prospect: Prospect
    contact: Contact | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.prospect.pk}-{self.contact.pk if self.contact else 0}"

    @property
    def title(self) -> str:
        """The person and the company."""
        return f"{self.contact.name} · {self.prospect.name}" if self.contact else self.prospect.name


def people_meant(who: str, where: str, *, seen_by: User, within: Prospect | None = None) -> list[Whom]:
    """Those the names may stand for, at most seven: people first, then companies; nobody when no name fits.

    With `within` only that company's people are looked at, and it is meant itself when none of them fits.
    """
    if within is not None:
        there = Contact.objects.active().filter(prospect=within)
        return [Whom(within, contact) for contact in _named(there, who)][:MOST] or [Whom(within)]
    people = Contact.objects.visible_to(seen_by).active().filter(prospect__archived_at=None).select_related("prospect")
    companies = Prospect.objects.active().visible_to(seen_by)
    if where:
        there_too: Any = list(_named(companies, where))
        found = _named(people.filter(prospect__in=[each.pk for each in there_too]), who)
        return [*(Whom(each.prospect, each) for each in found), *(Whom(each) for each in there_too if not found)][
            :MOST
        ]
    found = [Whom(each.prospect, each) for each in _named(people, who)]
    return [*found, *(Whom(each) for each in _named(companies, who))][:MOST]


def _named(rows: Any, name: str) -> list[Any]:
    """Rows of whose name every word begins with a word of the text, in their order."""
    wanted = fold(name).split()
    if not wanted:
        return []
    found: Iterable[Any] = searched(rows, name).order_by("sort_name", "pk")[:LOOKED_AT]
    return [row for row in found if _fits(wanted, fold(row.name).split())]


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in wanted)
