"""One page of contacts, and those of one prospect."""

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import F

from kundebro.contacts.models import Contact, ContactQuerySet
from kundebro.contacts.queries.filters import ContactFilter
from kundebro.core.formats import show_phone
from kundebro.core.pages import SIZE, Cursor, Page, paginate
from kundebro.prospects.models import Prospect
from kundebro.prospects.panels import BriefLine
from kundebro.users.models import User

FEW: Final = 3
SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("sort_name", "pk"),
    "company": ("company_sort", "prospect_id", "pk"),
    "email": ("email", "pk"),
    "created": ("pk",),
}


def matching_contacts(*, wanted: ContactFilter, seen_by: User) -> ContactQuerySet:
    """The contacts the user may see that match the filter."""
    return wanted.applied_to(Contact.objects.visible_to(seen_by))


def order_of(sort: str) -> tuple[str, ...]:
    """The order a list's `sort` parameter asks for: a column's key, with `-` the other way round."""
    direction, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    return tuple(direction + name for name in SORTS.get(key, SORTS["name"]))


def contact_page(
    *,
    wanted: ContactFilter,
    seen_by: User,
    fields: Collection[str],
    sort: str = "name",
    after: Cursor | None = None,
    size: int = SIZE,
) -> Page[Contact]:
    """One page of the contacts the user may see, in Danish name order unless another is asked for.

    `fields` says what is read of each, also of its company (`prospect__name`).
    """
    order = order_of(sort)
    contacts = matching_contacts(wanted=wanted, seen_by=seen_by)
    if "company_sort" in order[0]:
        contacts = contacts.annotate(company_sort=F("prospect__sort_name"))
    contacts = contacts.select_related(*{name.rpartition("__")[0] for name in fields if "__" in name})
    contacts = contacts.only(*fields, "prospect_id", "sort_name", "email")
    return paginate(contacts, order=order, after=after, size=size)


def contacts_of(prospect: Prospect, *, seen_by: User) -> list[Contact]:
    """The people at the prospect: the primary one first, then by name, those who have left last."""
    everyone = Contact.objects.visible_to(seen_by).filter(prospect=prospect).select_related("role")
    return sorted(everyone, key=lambda contact: contact.left_at is not None)


def count_of(prospect: Prospect) -> int:
    """How many people are at the prospect."""
    return Contact.objects.active().filter(prospect=prospect).count()


def briefly(prospects: Collection[int], seen_by: User) -> dict[int, list[BriefLine]]:
    """By prospect: the first few people who are there, with number or mailbox."""
    found: dict[int, list[BriefLine]] = {}
    people = Contact.objects.active().visible_to(seen_by).filter(prospect__in=prospects)
    for person in people.order_by("-is_primary", "sort_name", "pk"):
        lines = found.setdefault(person.prospect_id, [])
        if len(lines) < FEW:
            phone = show_phone(person.mobile or person.phone)
            lines.append(BriefLine(person.name, person.get_absolute_url(), phone or person.email))
    return found
