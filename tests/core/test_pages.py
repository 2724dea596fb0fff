"""Keyset paging there and back, and counts that say when they are estimates."""

import pytest
from django.http import QueryDict

from kundebro.core import pages
from kundebro.core.pages import Count, Cursor, count_of, paginate
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospects
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

BY_NAME = ("sort_name", "pk")


def make_prospects(*names: str) -> None:
    create_prospects([{"name": name} for name in names], by=make_user())


def names_of(page: pages.Page[Prospect]) -> list[str]:
    return [prospect.name for prospect in page.items]


def test_pages_follow_each_other_there_and_back() -> None:
    make_prospects(*"AABBBCD")

    first = paginate(Prospect.objects.all(), order=BY_NAME, size=3)
    second = paginate(Prospect.objects.all(), order=BY_NAME, size=3, after=Cursor.read({"after": first.next}))
    third = paginate(Prospect.objects.all(), order=BY_NAME, size=3, after=Cursor.read({"after": second.next}))
    back = paginate(Prospect.objects.all(), order=BY_NAME, size=3, after=Cursor.read({"before": third.previous}))

    assert [names_of(page) for page in (first, second, third)] == [list("AAB"), list("BBC"), ["D"]]
    assert [(page.first, page.last) for page in (first, second, third, back)] == [(1, 3), (4, 6), (7, 7), (4, 6)]
    assert names_of(back) == names_of(second)
    assert (first.previous, third.next) == ("", "")


def test_a_list_can_be_walked_downwards() -> None:
    make_prospects(*"ABCD")
    order = ("-sort_name", "-pk")

    first = paginate(Prospect.objects.all(), order=order, size=3)
    second = paginate(Prospect.objects.all(), order=order, size=3, after=Cursor.read({"after": first.next}))

    assert names_of(first) + names_of(second) == list("DCBA")


@pytest.mark.parametrize("text", ["", "x", "W10", "eyJhIjoxfQ", "\x00", "WzEsMl0="])
def test_a_cursor_somebody_wrote_is_no_error(text: str) -> None:
    make_prospects("A")
    query = QueryDict(mutable=True)
    query["after"] = text

    page = paginate(Prospect.objects.all(), order=BY_NAME, after=Cursor.read(query))

    assert page.count == Count(1, is_exact=True)


def test_few_rows_are_counted_and_many_are_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    make_prospects(*(f"Firma {number}" for number in range(60)))
    assert count_of(Prospect.objects.all()) == Count(60, is_exact=True)

    monkeypatch.setattr(pages, "COUNTED_UP_TO", 20)
    monkeypatch.setattr(pages, "ALWAYS_COUNTED", 20)
    counted = count_of(Prospect.objects.all())

    assert not counted.is_exact
    assert 20 < counted.number <= 60


def test_a_sample_speaks_for_the_whole() -> None:
    assert [pages.rounded(number) for number in (7, 123, 4_567, 1_234_567)] == [7, 120, 4_600, 1_200_000]
