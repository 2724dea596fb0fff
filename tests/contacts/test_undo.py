"""Fortryd brings contacts, the primary one and the attention line back as they were."""

from collections.abc import Callable
from datetime import date

import pytest

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import (
    change_contact,
    create_contact,
    create_contacts,
    delete_contact,
    make_primary,
    mark_left,
    restore_contact,
)
from kundebro.core.search import searched
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.queries import fingerprint
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect
from kundebro.users.models import User
from tests.factories.contacts import make_contact
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)
Step = Callable[[Contact, Contact, User], object]

STEPS: dict[str, Step] = {
    "create": lambda first, _second, user: create_contact(first.prospect, {"name": "C", "email": "c@x.dk"}, by=user),
    "create as primary": lambda first, _second, user: create_contact(
        first.prospect, {"name": "C", "is_primary": True}, by=user
    ),
    "create many": lambda first, _second, user: create_contacts(
        [{"prospect_id": first.prospect_id, "name": "C"}, {"prospect_id": first.prospect_id, "name": "D"}], by=user
    ),
    "change": lambda first, _second, user: change_contact(first, {"name": "Ny", "mobile": "+4520202020"}, by=user),
    "make the later primary": lambda _first, second, user: make_primary(second, by=user),
    "primary leaves": lambda first, _second, user: mark_left(first, by=user, on=DAY),
    "another leaves": lambda _first, second, user: mark_left(second, by=user, on=DAY),
    "delete the primary": lambda first, _second, user: delete_contact(first, by=user),
    "delete another": lambda _first, second, user: delete_contact(second, by=user),
}


def latest() -> Changeset:
    return Changeset.objects.latest("pk")


def texts() -> list[tuple[str, ...]]:
    contacts = Contact.objects.order_by("pk").values_list("name", "company_text", "search_text", "sort_name")
    return [*contacts, *Prospect.objects.order_by("pk").values_list("contact_text", "search_text")]


@pytest.mark.parametrize("order", ["primary first", "primary last"])
@pytest.mark.parametrize("step", STEPS)
def test_undoing_a_step_and_undoing_that_brings_back_every_row(step: str, order: str) -> None:
    user = make_user()
    first = make_contact(name="Mette Ås", email="mette@strand.dk", by=user)
    second = make_contact(name="Anders Bo", mobile="+4530303030", prospect=first.prospect, by=user)
    if order == "primary last":
        second, first = first, make_primary(second, by=user)
    before = (fingerprint(), texts())
    STEPS[step](first, second, user)
    after = (fingerprint(), texts())

    undone, _ = undo(latest(), by=user)
    assert (fingerprint(), texts()) == before

    undo(undone, by=user)
    assert (fingerprint(), texts()) == after


def test_undoing_a_return_lets_them_have_left_again() -> None:
    user = make_user()
    contact = make_contact(by=user)
    contact = mark_left(contact, by=user, on=DAY)
    before = fingerprint()
    restore_contact(contact, by=user)

    undo(latest(), by=user)

    assert fingerprint() == before


def test_undoing_the_only_contact_leaves_the_company_without_its_words() -> None:
    user = make_user()
    make_contact(name="Mette Sørensen", by=user)

    undo(latest(), by=user)

    assert (Contact.objects.count(), list(searched(Prospect.objects.all(), "mette"))) == (0, [])


def test_undoing_a_new_company_name_lets_its_contacts_be_found_by_the_old() -> None:
    user = make_user()
    contact = make_contact(by=user)
    old = contact.prospect.name
    change_prospect(contact.prospect, {"name": "Hotel Strand"}, by=user)

    undo(latest(), by=user)

    assert list(searched(Contact.objects.all(), old)) == [contact]


def test_undo_is_refused_when_somebody_else_has_become_primary_since() -> None:
    user = make_user()
    first = make_contact(name="Mette", by=user)
    delete_contact(first, by=user)
    deleted = latest()
    make_contact(name="Anders", prospect=first.prospect, by=user)

    with pytest.raises(UndoRefused, match="Anders"):
        undo(deleted, by=user)
