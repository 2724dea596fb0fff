"""Everybody met at a fair, typed in at one go: prospects and their contacts, as one changeset."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from kundebro.contacts.fair import FairRow
from kundebro.contacts.operations.create import create_contacts
from kundebro.contacts.operations.settle import company_domain, our_domains
from kundebro.contacts.queries.entered import OPERATION, prospects_made_in
from kundebro.history.recorder import recording
from kundebro.prospects.importing.codes import Codes
from kundebro.prospects.models import Prospect
from kundebro.prospects.numbers import taken_among
from kundebro.prospects.operations import NumberTaken, create_prospects
from kundebro.users.models import User


def enter_fair(rows: Sequence[FairRow], common: Mapping[str, Any], *, by: User, key: str | None = None) -> list[int]:
    """Open a prospect for each row, with its contact where one is named; returns the prospects' keys.

    `common` holds, by column, what all of them get: source, responsible, status, target groups. Phone and e-mail are
    the company's and the contact's alike, and follow when the contact's change. Raises NumberTaken.
    """
    with recording(OPERATION, by=by, key=key) as record:
        if record.is_repeat:
            return prospects_made_in(record.changeset)
        codes, ours = Codes(by), our_domains()
        interests = [codes.resolve_lists(row.checked).get("interest_types", []) for row in rows]
        codes.make_missing()
        values = [
            {
                **common,
                **_prospect_of(row, ours),
                "interest_types": list(dict.fromkeys(codes.made("interest_types", named) for named in names)),
            }
            for row, names in zip(rows, interests, strict=True)
        ]
        pks = _opened(values, by=by)
        people = [
            {"prospect_id": pk, "name": row.contact_name, **_reached_at(row)}
            for pk, row in zip(pks, rows, strict=True)
            if row.contact_name
        ]
        if people:
            create_contacts(people, by=by)
        return pks


def _opened(values: Sequence[dict[str, Any]], *, by: User) -> list[int]:
    """Those with a number of their own come first, so that the series gives none of them away."""
    places = sorted(range(len(values)), key=lambda place: not values[place]["number"])
    typed = [values[place] for place in places if values[place]["number"]]
    free = [values[place] for place in places if not values[place]["number"]]
    pks = [*(_opened_as_typed(typed, by=by) if typed else []), *(create_prospects(free, by=by) if free else [])]
    return [pk for _place, pk in sorted(zip(places, pks, strict=True))]


def _opened_as_typed(values: Sequence[dict[str, Any]], *, by: User) -> list[int]:
    try:
        with transaction.atomic():
            return create_prospects(values, by=by)
    except IntegrityError:
        taken = taken_among([row["number"] for row in values])
        if not taken:
            raise
        number = min(taken)
        raise NumberTaken(number, Prospect.objects.numbered(number).first()) from None


def _prospect_of(row: FairRow, ours: Collection[str]) -> dict[str, Any]:
    columns = row.columns
    return {
        "number": row.number,
        "name": columns["name"],
        "search_name": columns.get("search_name", ""),
        **_reached_at(row),
        "postal_code": columns.get("postal_code", ""),
        "city": columns.get("city", ""),
        "attention": row.contact_name,
        "email_domain": company_domain(columns.get("email", ""), ours=ours),
        "remark_1": columns.get("remark_1", ""),
        "next_follow_up_on": columns.get("next_follow_up_on"),
    }


def _reached_at(row: FairRow) -> dict[str, str]:
    return {"phone": row.columns.get("phone", ""), "email": row.columns.get("email", "")}
