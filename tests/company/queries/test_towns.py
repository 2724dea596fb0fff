import pytest
from pytest_django import DjangoAssertNumQueries

from kundebro.company.models import PostalCode
from kundebro.company.queries import coordinates_of, town_of, towns

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "town"),
    [("5970", "Ærøskøbing"), (" 8000 ", "Aarhus C"), ("0999", "København C"), ("2860", "Søborg"), ("0001", None)],
)
def test_a_danish_code_says_its_town(code: str, town: str | None) -> None:
    assert town_of(code) == town


def test_a_code_of_another_country_is_not_a_danish_one() -> None:
    assert town_of("8000", "DE") is None


def test_a_code_has_coordinates() -> None:
    assert coordinates_of("6950") == (56.09006, 8.24402)


def test_an_unknown_code_has_none() -> None:
    assert coordinates_of("0001") is None


def test_the_table_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    towns()

    with django_assert_num_queries(0):
        assert len(towns()) == 1090


def test_an_empty_table_is_not_remembered() -> None:
    from kundebro.company.queries.towns import _known_towns

    kept = list(PostalCode.objects.all())
    _known_towns.cache_clear()
    PostalCode.objects.all().delete()
    assert town_of("8000") is None
    PostalCode.objects.bulk_create(kept)

    assert town_of("8000") == "Aarhus C"
