"""One primary contact at all times, and a company that is found by its people."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kundebro.company.models import Company
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
from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, create_prospect, create_prospects
from tests.factories.contacts import make_contact
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def primary_of(prospect: Prospect) -> list[str]:
    return list(Contact.objects.filter(prospect=prospect, is_primary=True).values_list("name", flat=True))


def attention_of(prospect: Prospect) -> tuple[str, str]:
    prospect.refresh_from_db()
    return prospect.attention, prospect.attention_title


def test_the_first_contact_is_primary_and_the_second_is_not() -> None:
    first = make_contact(name="Mette")

    second = make_contact(name="Anders", prospect=first.prospect)

    assert (first.is_primary, second.is_primary) == (True, False)
    assert primary_of(first.prospect) == ["Mette"]


def test_a_new_contact_may_take_over_as_primary() -> None:
    first = make_contact(name="Mette")

    make_contact(name="Anders", prospect=first.prospect, is_primary=True)

    assert primary_of(first.prospect) == ["Anders"]


def test_the_database_refuses_a_second_primary_contact() -> None:
    contact = make_contact()

    with pytest.raises(IntegrityError), transaction.atomic(), recording("test", by=None):
        Contact(prospect=contact.prospect, name="To", is_primary=True).save()


def test_the_database_refuses_a_primary_contact_who_has_left() -> None:
    contact = make_contact()
    contact.left_at = date(2026, 11, 22)

    with pytest.raises(IntegrityError), transaction.atomic(), recording("test", by=None):
        contact.save()


def test_making_another_primary_takes_it_from_the_former() -> None:
    first = make_contact(name="Mette")
    second = make_contact(name="Anders", prospect=first.prospect)

    made = make_primary(second, by=make_user())

    assert (made.is_primary, primary_of(first.prospect)) == (True, ["Anders"])


def test_when_the_primary_contact_leaves_the_next_in_the_list_takes_over() -> None:
    first = make_contact(name="Mette")
    make_contact(name="Åse", prospect=first.prospect)
    make_contact(name="Bo", prospect=first.prospect)

    left = mark_left(first, by=make_user(), on=date(2026, 11, 22))

    assert (left.left_at, left.is_primary) == (date(2026, 11, 22), False)
    assert primary_of(first.prospect) == ["Bo"]


def test_when_the_primary_contact_is_deleted_the_next_takes_over() -> None:
    first = make_contact(name="Mette")
    make_contact(name="Åse", prospect=first.prospect)

    delete_contact(first, by=make_user())

    assert primary_of(first.prospect) == ["Åse"]


def test_a_prospect_without_active_contacts_has_no_primary_one() -> None:
    only = make_contact(name="Mette")

    mark_left(only, by=make_user(), on=date(2026, 11, 22))

    assert primary_of(only.prospect) == []


def test_the_only_contact_who_comes_back_is_primary_again() -> None:
    only = make_contact(name="Mette")
    left = mark_left(only, by=make_user(), on=date(2026, 11, 22))

    back = restore_contact(left, by=make_user())
    back.refresh_from_db()

    assert (back.left_at, back.is_primary) == (None, True)


def test_making_someone_primary_who_had_left_brings_them_back() -> None:
    first = make_contact(name="Mette")
    second = make_contact(name="Anders", prospect=first.prospect)
    mark_left(second, by=make_user(), on=date(2026, 11, 22))

    made = make_primary(second, by=make_user())

    assert (made.left_at, made.is_primary) == (None, True)


def test_the_attention_line_follows_the_primary_contact() -> None:
    first = make_contact(name="Mette", title="Direktør")
    second = make_contact(name="Anders", title="Indkøber", prospect=first.prospect)
    assert attention_of(first.prospect) == ("Mette", "Direktør")

    make_primary(second, by=make_user())

    assert attention_of(first.prospect) == ("Anders", "Indkøber")


def test_the_attention_line_follows_when_the_primary_contact_changes_name() -> None:
    contact = make_contact(name="Mette Holm")

    change_contact(contact, {"name": "Mette Holm-Bang"}, by=make_user())

    assert attention_of(contact.prospect) == ("Mette Holm-Bang", "")


def test_an_attention_line_that_names_somebody_else_stays() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand", "attention": "Receptionen"}, by=user)

    make_contact(name="Mette", prospect=prospect)

    assert attention_of(prospect) == ("Receptionen", "")


def test_the_attention_line_is_emptied_when_the_last_contact_leaves() -> None:
    contact = make_contact(name="Mette")

    mark_left(contact, by=make_user(), on=date(2026, 11, 22))

    assert attention_of(contact.prospect) == ("", "")


def test_a_company_phone_that_was_the_primary_contacts_follows_it() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand", "mobile": "+4520123456", "email": "post@strand.dk"}, by=user)
    contact = make_contact(prospect=prospect, mobile="+4520123456", email="mette@strand.dk")

    change_contact(contact, {"mobile": "+4520999999", "email": "mh@strand.dk"}, by=user)

    prospect.refresh_from_db()
    assert (prospect.mobile, prospect.email) == ("+4520999999", "post@strand.dk")


def test_a_company_without_mail_domain_learns_it_from_a_contact() -> None:
    contact = make_contact(email="mette@hotelstrand.dk")

    contact.prospect.refresh_from_db()

    assert contact.prospect.email_domain == "hotelstrand.dk"


@pytest.mark.parametrize("email", ["mette@gmail.com", "noreply@hotelstrand.dk", "mette@kundebro.dk", ""])
def test_a_mailbox_that_says_nothing_of_the_company_teaches_no_domain(email: str) -> None:
    Company.objects.update_or_create(defaults={"email": "post@kundebro.dk"})

    contact = make_contact(email=email)

    contact.prospect.refresh_from_db()
    assert contact.prospect.email_domain == ""


def test_a_mail_domain_that_is_there_stays() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Strand", "email_domain": "strand.dk"}, by=user)

    make_contact(prospect=prospect, email="mette@koncern.dk")

    prospect.refresh_from_db()
    assert prospect.email_domain == "strand.dk"


@pytest.mark.parametrize("text", ["Sørensen", "soerensen", "20123456", "20 12 34 56", "mette@strand.dk"])
def test_a_prospect_is_found_by_its_contacts(text: str) -> None:
    contact = make_contact(name="Mette Sørensen", mobile="+4520123456", email="mette@strand.dk")
    make_contact(name="En anden")

    assert list(searched(Prospect.objects.all(), text)) == [contact.prospect]


def test_a_prospect_is_no_longer_found_by_who_has_left() -> None:
    contact = make_contact(name="Mette Sørensen")

    mark_left(contact, by=make_user(), on=date(2026, 11, 22))

    assert list(searched(Prospect.objects.all(), "Sørensen")) == []


@pytest.mark.parametrize("text", ["mette strand", "Hotel", "10001", "indkøber"])
def test_a_contact_is_found_by_name_title_and_company(text: str) -> None:
    prospect = create_prospect({"name": "Hotel Strand A/S", "number": "10001"}, by=make_user())
    contact = make_contact(name="Mette", title="Indkøber", prospect=prospect)
    make_contact(name="Anders")

    assert list(searched(Contact.objects.all(), text)) == [contact]


def test_contacts_sort_in_danish_order() -> None:
    prospect = make_contact(name="Åse").prospect
    for name in ("Zacharias", "Ærlig", "Aase", "Østen", "Anders"):
        make_contact(name=name, prospect=prospect)

    names = Contact.objects.order_by("sort_name", "pk").values_list("name", flat=True)

    assert list(names) == ["Anders", "Zacharias", "Ærlig", "Østen", "Åse", "Aase"]


def test_the_same_key_adds_a_contact_once() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)

    first = create_contact(prospect, {"name": "Mette"}, by=user, key="k1")
    second = create_contact(prospect, {"name": "Mette"}, by=user, key="k1")

    assert (second.pk, Contact.objects.count()) == (first.pk, 1)


def test_a_change_of_an_old_version_is_refused() -> None:
    contact = make_contact(name="Mette")
    change_contact(contact, {"title": "Direktør"}, by=make_user(), version=contact.version)

    with pytest.raises(StaleWrite):
        change_contact(contact, {"title": "Indkøber"}, by=make_user(), version=contact.version)


def test_many_contacts_come_with_one_primary_each() -> None:
    user = make_user()
    one, two, three = create_prospects([{"name": "En"}, {"name": "To"}, {"name": "Tre"}], by=user)
    make_contact(name="Var her", prospect=Prospect.objects.get(pk=three))
    rows = [
        {"prospect_id": one, "name": "Anders"},
        {"prospect_id": two, "name": "Bo"},
        {"prospect_id": two, "name": "Carl", "is_primary": True},
        {"prospect_id": two, "name": "Dorte", "is_primary": True},
        {"prospect_id": three, "name": "Else", "is_primary": True},
        {"prospect_id": one, "name": "Frede"},
    ]

    made = create_contacts(rows, by=user)

    primary = Contact.objects.filter(is_primary=True).order_by("prospect").values_list("name", flat=True)
    assert list(primary) == ["Anders", "Carl", "Var her"]
    assert [Contact.objects.get(pk=pk).name for pk in made] == ["Anders", "Bo", "Carl", "Dorte", "Else", "Frede"]
    assert [p.pk for p in searched(Prospect.objects.all(), "dorte")] == [two]
    assert [c.name for c in searched(Contact.objects.order_by("pk"), "to")] == ["Bo", "Carl", "Dorte"]


def test_many_contacts_with_the_same_key_come_once() -> None:
    user = make_user()
    pks = create_prospects([{"name": "En"}], by=user)
    rows = [{"prospect_id": pks[0], "name": "Anders"}, {"prospect_id": pks[0], "name": "Bo"}]

    made = create_contacts(rows, by=user, key="k1")

    assert create_contacts(rows, by=user, key="k1") == made
    assert Contact.objects.count() == 2


def test_a_row_of_someone_who_has_left_does_not_become_primary() -> None:
    user = make_user()
    pks = create_prospects([{"name": "En"}], by=user)

    create_contacts(
        [{"prospect_id": pks[0], "name": "A", "left_at": date(2026, 1, 1)}, {"prospect_id": pks[0], "name": "B"}],
        by=user,
    )

    assert primary_of(Prospect.objects.get()) == ["B"]


def test_an_archived_change_of_the_company_does_not_touch_its_contacts() -> None:
    contact = make_contact()
    version = contact.version

    change_prospect(contact.prospect, {"city": "Ribe"}, by=make_user())

    contact.refresh_from_db()
    assert contact.version == version
