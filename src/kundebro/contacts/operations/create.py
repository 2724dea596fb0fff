"""New contacts: one, or all those of an import."""

from collections.abc import Mapping, Sequence
from typing import Any

from kundebro.contacts.models import Contact
from kundebro.contacts.models.contact import company_text_of
from kundebro.contacts.operations.settle import Site, held
from kundebro.contacts.operations.texts import PORTION, refresh_prospects
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


def create_contact(prospect: Prospect, values: Mapping[str, Any], *, by: User, key: str | None = None) -> Contact:
    """Add a contact to the prospect; the first one is primary, a later one with `is_primary` takes over."""
    with recording("contacts.create", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Contact)
        with held(prospect, by=by) as site:
            contact = add(site, values)
        return record.returns(contact)


def add(site: Site, values: Mapping[str, Any]) -> Contact:
    """Store a new contact of a prospect that is held."""
    contact = Contact(**{**values, "prospect": site.prospect, "is_primary": False})
    contact.company_text = company_text_of(site.prospect.number, site.prospect.name)
    if site.primary is None or values.get("is_primary"):
        site.make_primary(contact)
    contact.save()
    site.learn_domain(contact.email)
    return contact


def create_contacts(rows: Sequence[Mapping[str, Any]], *, by: User, key: str | None = None) -> list[int]:
    """Add many contacts, given by column with `prospect_id`, as one changeset; returns their keys.

    A prospect without a primary contact gets its first row as such, or its first with `is_primary`. Attention line,
    phones and mail domain of the prospects are the caller's business: an import has columns for them.
    """
    with recording("contacts.create-many", by=by, key=key) as record:
        if record.is_repeat:
            made = record.changeset.changes.filter(content_type__model="contact", content_type__app_label="contacts")
            return list(made.order_by("pk").values_list("object_id", flat=True))
        pks = sorted({row["prospect_id"] for row in rows})
        company: dict[int, str] = {}
        settled: set[int] = set()
        for start in range(0, len(pks), PORTION):
            portion = pks[start : start + PORTION]
            prospects = Prospect.objects.select_for_update().filter(pk__among=portion).order_by("pk")
            company.update(
                (pk, company_text_of(number, name))
                for pk, number, name in prospects.values_list("pk", "number", "name")
            )
            with_primary = Contact.objects.filter(prospect__among=portion, is_primary=True)
            settled.update(with_primary.values_list("prospect_id", flat=True))
        primary = _primary_rows(rows, settled)
        complete = []
        for place, row in enumerate(rows):
            values = {**row, "company_text": company[row["prospect_id"]], "is_primary": place in primary}
            complete.append({**values, **Contact.derive(values)})
        made_now = insert_many(Contact, complete)
        refresh_prospects(pks)
        return made_now


def create_first_contacts(rows: Sequence[Mapping[str, Any]], *, by: User) -> list[int]:
    """Add the first contact of each of many prospects that the changeset under way has just made; returns their keys.

    The rows bring the derived columns (`Contact.derive`), and the prospects are found by these contacts already.
    """
    with recording("contacts.create-many", by=by):
        return insert_many(Contact, [{**row, "is_primary": True} for row in rows])


def _primary_rows(rows: Sequence[Mapping[str, Any]], settled: set[int]) -> set[int]:
    """The places of the rows that become primary: per open prospect the first that asks for it, else the first."""
    chosen: dict[int, int] = {}
    asked: set[int] = set()
    for place, row in enumerate(rows):
        prospect, asks = row["prospect_id"], bool(row.get("is_primary"))
        if prospect in settled or row.get("left_at") or (prospect in chosen and (not asks or prospect in asked)):
            continue
        chosen[prospect] = place
        if asks:
            asked.add(prospect)
    return set(chosen.values())
