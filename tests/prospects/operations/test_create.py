"""New prospects: one, a copy, many at once."""

import pytest

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.history.recorder import latest_changeset
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import NumberTaken, copy_prospect, create_prospect, create_prospects
from tests.factories.prospects import make_interest_type, make_prospect, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_name_is_enough() -> None:
    by = make_user()

    prospect = create_prospect({"name": "Nordisk Træ A/S"}, by=by)

    assert (prospect.number, prospect.search_name, prospect.responsible) == ("10001", "Nordisk Træ", by)
    assert (prospect.country_id, prospect.currency_id, prospect.version) == ("DK", "DKK", 1)


def test_a_second_prospect_under_the_same_number_is_refused_with_the_one_that_has_it() -> None:
    holder = make_prospect(number="K100")

    with pytest.raises(NumberTaken) as refused:
        create_prospect({"name": "En anden", "number": "k100"}, by=make_user())

    assert refused.value.prospect == holder


def test_the_same_request_twice_makes_one_prospect() -> None:
    by = make_user()

    first = create_prospect({"name": "Nordisk Træ"}, by=by, key="abc")
    second = create_prospect({"name": "Nordisk Træ"}, by=by, key="abc")

    assert (second, Prospect.objects.count()) == (first, 1)


def test_target_groups_and_interests_are_part_of_it() -> None:
    group, interest = make_target_group(), make_interest_type()

    prospect = create_prospect({"name": "A", "target_groups": [group], "interest_types": [interest]}, by=make_user())

    assert (list(prospect.target_groups.all()), list(prospect.interest_types.all())) == ([group], [interest])


def test_many_are_one_changeset_and_get_the_free_numbers_in_their_order() -> None:
    by, group = make_user(), make_target_group()
    make_prospect(number="10002")
    rows = [{"name": "A"}, {"name": "B", "number": "K7", "target_groups": [group.pk]}, {"name": "C"}]

    keys = create_prospects(rows, by=by)

    made = Prospect.objects.in_bulk(keys)
    assert [made[key].number for key in keys] == ["10001", "K7", "10003"]
    assert list(made[keys[1]].target_groups.all()) == [group]
    assert Changeset.objects.filter(operation="prospects.create-many").count() == 1


@pytest.mark.parametrize(
    "rows", [[{"name": "A", "number": "5"}, {"name": "B", "number": "5 "}], [{"name": "A", "number": "K9"}]]
)
def test_many_with_a_number_in_use_are_all_refused(rows: list[dict[str, str]]) -> None:
    make_prospect(number="K9")

    with pytest.raises(NumberTaken):
        create_prospects(rows, by=make_user())

    assert Prospect.objects.count() == 1


def test_many_asked_for_twice_are_made_once() -> None:
    by = make_user()

    keys = [create_prospects([{"name": "A"}, {"name": "B"}], by=by, key="fair") for _time in range(2)]

    assert (keys[0], Prospect.objects.count()) == (keys[1], 2)


def test_a_copy_has_the_address_and_segments_but_not_the_identity() -> None:
    by, group = make_user(), make_target_group()
    prospect = make_prospect(
        name="Nordisk Træ",
        street="Havnegade",
        house_no="12",
        cvr_no="24256790",
        krak_id="k1",
        target_groups=[group],
        by=by,
    )

    copy = copy_prospect(prospect, by=by)

    assert (copy.name, copy.street, copy.house_no, copy.cvr_no, copy.krak_id) == (
        "Nordisk Træ",
        "Havnegade",
        "12",
        "",
        "",
    )
    assert (copy.number != prospect.number, list(copy.target_groups.all())) == (True, [group])


def test_creating_can_be_undone_to_the_last_byte() -> None:
    by = make_user()
    make_prospect(by=by)
    before = fingerprint()
    create_prospect({"name": "Nordisk Træ", "target_groups": []}, by=by)
    made = latest_changeset()
    assert made is not None

    undo(made, by=by)

    assert fingerprint() == before
