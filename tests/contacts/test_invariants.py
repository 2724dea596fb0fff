from datetime import date

import pytest
from django.db import models

from kundebro.contacts.invariants import texts
from kundebro.contacts.models import Contact
from kundebro.contacts.operations import create_contact, delete_contact, mark_left
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, create_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_companies_and_contacts_are_found_by_each_other_whatever_was_done() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=user)
    create_prospect({"name": "Uden kontakter"}, by=user)
    contacts = [create_contact(prospect, {"name": name, "phone": "+4512345678"}, by=user) for name in "ABC"]
    change_prospect(prospect, {"name": "Ærø Både"}, by=user)
    mark_left(contacts[1], by=user, on=date(2026, 11, 22))
    delete_contact(contacts[2], by=user)

    assert list(texts()) == []


def test_a_contact_under_the_companys_old_name_is_found() -> None:
    user = make_user()
    contact = create_contact(create_prospect({"name": "Ærø Bådværft"}, by=user), {"name": "A"}, by=user)

    models.QuerySet(Contact).update(company_text="1\nAndet")

    assert [str(breach) for breach in texts()] == [f"contacts.Contact: {contact.pk}"]


def test_a_company_not_found_by_its_people_is_found() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=user)
    create_contact(prospect, {"name": "A"}, by=user)

    models.QuerySet(Prospect).update(contact_text="")

    assert [str(breach) for breach in texts()] == [f"prospects.Prospect: {prospect.pk}"]
