"""Pages of prospects, and the way from card to card."""

import pytest
from django.http import QueryDict

from kundebro.core.pages import Cursor, Page
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import SORTS, ProspectFilter, neighbours_of, prospect_page
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.prospects import make_archived, make_prospect, make_status
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

FIELDS = ("name", "number")
EVERYTHING = ProspectFilter({})


@pytest.fixture
def manager() -> User:
    return make_user()


def page(manager: User, *, place: str = "", sort: str = "name", size: int = 2) -> Page[Prospect]:
    after = Cursor.read(QueryDict(place)) if place else None
    return prospect_page(wanted=EVERYTHING, seen_by=manager, fields=FIELDS, sort=sort, after=after, size=size)


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{key}" for key in SORTS)])
def test_pages_there_and_back_show_every_row_once(manager: User, sort: str) -> None:
    for name in ("Ærø", "Anders", "Anders", "Zebra", "Århus"):
        make_prospect(name=name, city=name)

    pages = [page(manager, sort=sort)]
    while pages[-1].next:
        pages.append(page(manager, sort=sort, place=f"after={pages[-1].next}"))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(page(manager, sort=sort, place=f"before={back[-1].previous}"))

    there = [row.pk for each in pages for row in each.items]
    assert (len(set(there)), len(there)) == (5, 5)
    assert [[row.pk for row in each.items] for each in reversed(back)] == [
        [row.pk for row in each.items] for each in pages
    ]
    assert [(each.first, each.last) for each in pages] == [(1, 2), (3, 4), (5, 5)]


def test_a_page_keeps_its_place_when_rows_come_in_front_of_it(manager: User) -> None:
    for name in ("B", "C", "D", "E"):
        make_prospect(name=name)
    first = page(manager)

    make_prospect(name="A")

    assert [row.name for row in page(manager, place=f"after={first.next}").items] == ["D", "E"]


def test_names_of_other_tables_come_along_without_their_rows(manager: User) -> None:
    make_prospect(status=make_status(name="Lovende"))

    (row,) = prospect_page(wanted=EVERYTHING, seen_by=manager, fields=("name", "status__name")).items

    assert row.status__name == "Lovende"  # type: ignore[attr-defined]


def test_the_count_is_that_of_what_the_user_may_see(manager: User) -> None:
    seller = make_user(role=Role.SELLER)
    make_prospect(responsible=seller)
    make_prospect()
    make_archived(responsible=seller)

    assert prospect_page(wanted=EVERYTHING, seen_by=seller, fields=FIELDS).count.number == 1
    assert prospect_page(wanted=EVERYTHING, seen_by=manager, fields=FIELDS).count.number == 2


@pytest.mark.parametrize(("sort", "expected"), [("name", ("A", "C")), ("-name", ("C", "A")), ("nonsense", ("A", "C"))])
def test_neighbours_follow_the_order_of_the_list(manager: User, sort: str, expected: tuple[str, str]) -> None:
    names = {name: make_prospect(name=name) for name in ("A", "B", "C")}

    before, after = neighbours_of(names["B"], wanted=EVERYTHING, seen_by=manager, sort=sort)

    assert (before, after) == tuple(names[name].pk for name in expected)


def test_there_is_nobody_before_the_first_and_after_the_last(manager: User) -> None:
    only = make_prospect()

    assert neighbours_of(only, wanted=EVERYTHING, seen_by=manager) == (None, None)


def test_neighbours_match_the_filter_and_the_scope() -> None:
    seller = make_user(role=Role.SELLER)
    here = make_prospect(name="A", responsible=seller)
    make_prospect(name="B", email="b@firma.dk")
    make_prospect(name="C", responsible=seller)
    wanted = make_prospect(name="D", email="d@firma.dk", responsible=seller)

    found = neighbours_of(here, wanted=ProspectFilter({"has": "email"}), seen_by=seller)

    assert found == (None, wanted.pk)
