"""A sheet from the fair becomes prospects and contacts in one changeset, and goes away as one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from kundebro.company.models import NumberSeries
from kundebro.contacts.fair import FairRow, flag_twins, read_rows, refuse_taken
from kundebro.contacts.models import Contact
from kundebro.contacts.operations import enter_fair
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.history.recorder import recording
from kundebro.prospects.models import InterestType, LeadSource, Prospect, TargetGroup
from kundebro.prospects.numbers import proposed_number
from kundebro.prospects.operations import NumberTaken, create_prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def rows_of(*rows: Mapping[str, str], by: User) -> list[FairRow]:
    return read_rows(list(enumerate(rows)), by=by, today=TODAY)


def make_interest(name: str) -> InterestType:
    with recording("test.interest", by=None):
        interest = InterestType(code=name[:20], name=name)
        interest.save()
    return interest


def test_forty_rows_become_one_changeset_of_prospects_and_contacts() -> None:
    user = make_user()
    rows = rows_of(*({"name": f"Firma {place}", "contact_name": f"Person {place}"} for place in range(40)), by=user)

    pks = enter_fair(rows, {}, by=user, key="k")

    changeset = Changeset.objects.get(operation="contacts.enter-fair")
    names = list(Prospect.objects.filter(pk__in=pks).order_by("pk").values_list("name", flat=True))
    assert names == [f"Firma {place}" for place in range(40)]
    assert Contact.objects.filter(prospect__in=pks, is_primary=True).count() == 40
    assert Changeset.objects.count() == 1
    assert changeset.change_count == 80


def test_a_row_is_read_as_an_import_reads_it() -> None:
    user = make_user()
    make_interest("Energi")
    (row,) = rows_of(
        {
            "name": "  Nordlys ApS ",
            "contact_name": "Åse Holm",
            "phone": "12345678",
            "email": "Aase@Nordlys.dk",
            "postal_code": "8000",
            "interest_types": "energi",
            "remark_1": "Ring\r\nefter messen",
            "next_follow_up_on": "22/12",
        },
        by=user,
    )

    (pk,) = enter_fair([row], {}, by=user)

    prospect = Prospect.objects.get(pk=pk)
    contact = Contact.objects.get(prospect=pk)
    assert row.errors == {}
    assert (prospect.name, prospect.search_name, prospect.attention) == ("Nordlys ApS", "Nordlys", "Åse Holm")
    assert (prospect.phone, prospect.email, prospect.email_domain) == ("+4512345678", "aase@nordlys.dk", "nordlys.dk")
    assert (prospect.postal_code, prospect.city) == ("8000", "Aarhus C")
    assert (prospect.remark_1, prospect.next_follow_up_on) == ("Ring\nefter messen", date(2026, 12, 22))
    assert [interest.name for interest in prospect.interest_types.all()] == ["Energi"]
    assert (contact.name, contact.phone, contact.email) == ("Åse Holm", "+4512345678", "aase@nordlys.dk")


def test_what_is_common_is_given_to_every_row() -> None:
    user, seller = make_user(), make_user(role=Role.SELLER)
    with recording("test.codes", by=None):
        source, group = LeadSource(code="m26", name="Messe 2026"), TargetGroup(code="g1", name="Gårde")
        source.save()
        group.save()
    common = {"source_id": source.pk, "responsible_id": seller.pk, "target_groups": [group.pk]}

    pks = enter_fair(rows_of({"name": "A"}, {"name": "B"}, by=user), common, by=user)

    for prospect in Prospect.objects.filter(pk__in=pks):
        assert (prospect.source_id, prospect.responsible_id) == (source.pk, seller.pk)
        assert list(prospect.target_groups.all()) == [group]


def test_undo_brings_everything_back_new_interests_too() -> None:
    user = make_user()
    create_prospect({"name": "Før"}, by=user)
    before = fingerprint()
    row = {"name": "A", "contact_name": "B", "interest_types": "Helt ny, Endnu en", "email": "b@a.dk"}
    enter_fair(rows_of(row, {"name": "C"}, by=user), {}, by=user)

    undo(Changeset.objects.latest("pk"), by=user)

    assert fingerprint() == before


def test_a_repeat_with_the_same_key_saves_nothing_more() -> None:
    user = make_user()
    rows = rows_of({"name": "A", "contact_name": "B"}, {"number": "77777", "name": "C"}, by=user)

    first = enter_fair(rows, {}, by=user, key="k")
    again = enter_fair(rows, {}, by=user, key="k")

    assert sorted(again) == sorted(first)
    assert Prospect.objects.count() == 2


def test_a_number_typed_in_a_later_row_is_not_given_to_an_earlier_one() -> None:
    user = make_user()
    proposed = proposed_number()

    pks = enter_fair(rows_of({"name": "Fri"}, {"number": proposed, "name": "Valgt"}, by=user), {}, by=user)

    numbers = dict(Prospect.objects.values_list("name", "number"))
    assert numbers["Valgt"] == proposed
    assert numbers["Fri"] != proposed
    assert [Prospect.objects.get(pk=pk).name for pk in pks] == ["Fri", "Valgt"]


def test_a_taken_number_stops_the_whole_sheet_and_uses_up_none() -> None:
    user = make_user()
    create_prospect({"number": "500", "name": "Holder"}, by=user)
    following = NumberSeries.objects.get(code="prospect").next_number
    before = fingerprint()

    with pytest.raises(NumberTaken) as taken:
        enter_fair(rows_of({"name": "A"}, {"number": "500", "name": "B"}, by=user), {}, by=user)

    assert taken.value.prospect == Prospect.objects.get(number="500")
    assert fingerprint() == before
    assert NumberSeries.objects.get(code="prospect").next_number == following


def test_a_number_taken_or_written_twice_is_said_at_its_cell() -> None:
    user = make_user()
    holder = create_prospect({"number": "500", "name": "Holder"}, by=user)
    rows = rows_of(
        {"number": "500", "name": "A"}, {"number": "K-7", "name": "B"}, {"number": "k-7", "name": "C"}, by=user
    )

    refuse_taken(rows, seen_by=user)

    assert rows[0].errors["number"].url == holder.get_absolute_url()
    assert rows[1].errors == {}
    assert "2" in rows[2].errors["number"].text


def test_a_holder_one_may_not_see_is_not_named() -> None:
    holder = create_prospect({"number": "500", "name": "Hemmelig"}, by=make_user())
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)
    rows = rows_of({"number": "500", "name": "A"}, by=seller)

    refuse_taken(rows, seen_by=seller)

    assert rows[0].errors["number"].url == ""
    assert holder.name not in rows[0].errors["number"].text


def test_rows_alike_are_told_of_the_first_of_them() -> None:
    user = make_user()
    rows = rows_of(
        {"name": "Nordlys ApS", "phone": "12 34 56 78"},
        {"name": "Sydlys"},
        {"name": "NORDLYS", "phone": "+45 12345678"},
        by=user,
    )

    flag_twins(rows)

    assert [len(row.duplicates) for row in rows] == [0, 0, 2]
    assert all("1" in remark.text for remark in rows[2].duplicates)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "A", "email": "ikke en adresse"}, "email"),
        ({"name": "A", "phone": "1" * 60}, "phone"),
        ({"name": "A", "next_follow_up_on": "i forgårs?"}, "next_follow_up_on"),
    ],
)
def test_an_error_stands_at_its_cell(cells: dict[str, Any], column: str) -> None:
    user = make_user()

    (row,) = rows_of({"remark_1": "noget", **cells}, by=user)

    assert list(row.errors) == [column]


def test_an_interest_nobody_knows_is_left_out_for_a_seller_and_said() -> None:
    seller = make_user(role=Role.SELLER)
    (row,) = rows_of({"name": "A", "interest_types": "Findes ikke"}, by=seller)

    (pk,) = enter_fair([row], {}, by=seller)

    assert "interest_types" in row.warnings
    assert not Prospect.objects.get(pk=pk).interest_types.exists()


def test_empty_rows_are_left_out() -> None:
    assert rows_of({}, {"name": "  "}, by=make_user()) == []
