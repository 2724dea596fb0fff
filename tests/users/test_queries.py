import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from kundebro.users.queries import employees, preference, scope_filter, seen_responsibles, sellers, user_by_initials
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db


def test_a_seller_sees_their_own_records() -> None:
    seller = make_user(role=Role.SELLER)

    assert seen_responsibles(seller) == frozenset({seller.pk})
    assert scope_filter(seller) == Q(responsible__in=frozenset({seller.pk}))


def test_a_manager_sees_everything() -> None:
    manager = make_user(role=Role.SALES_MANAGER)

    assert seen_responsibles(manager) is None
    assert scope_filter(manager) == Q()


def test_a_team_sees_its_members_records_and_those_nobody_has() -> None:
    team = make_team()
    first, second = (make_user(role=Role.SELLER, scope=Scope.TEAM, team=team) for _number in range(2))
    make_user(role=Role.SELLER, team=make_team())

    members = frozenset({first.pk, second.pk})
    assert seen_responsibles(first) == members
    assert scope_filter(first, "owner") == Q(owner__in=members) | Q(owner__isnull=True)


def test_team_scope_without_a_team_is_a_team_of_one() -> None:
    loner = make_user(role=Role.SELLER, scope=Scope.TEAM)

    assert seen_responsibles(loner) == frozenset({loner.pk})


def test_someone_without_access_sees_nothing() -> None:
    former = make_user(role=Role.ADMINISTRATOR, is_active=False)

    assert seen_responsibles(former) == frozenset()
    assert scope_filter(former) == Q(responsible__in=frozenset())


def test_the_team_is_read_once_per_request(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = make_user(role=Role.SELLER, scope=Scope.TEAM, team=make_team(members=2))
    user = User.objects.get(pk=user.pk)

    with django_assert_num_queries(1):
        assert seen_responsibles(user) == seen_responsibles(user)


def test_sellers_are_active_people_in_selling_roles() -> None:
    for role in Role:
        make_user(name=role, role=role)
    make_user(role=Role.SELLER, is_active=False)

    assert [user.name for user in sellers()] == ["administrator", "sales_manager", "seller"]


def test_employees_are_active_people_with_or_without_sign_in() -> None:
    without = make_user(name="Bo", may_sign_in=False)
    with_access = make_user(name="Carl")
    make_user(is_active=False)

    assert list(employees()) == [without, with_access]


@pytest.mark.parametrize("text", ["SØJ", "søj", " Søj "])
def test_initials_find_their_person(text: str) -> None:
    user = make_user(initials="SØJ")

    assert user_by_initials(text) == user


def test_no_initials_find_nobody() -> None:
    make_user(initials="")

    assert user_by_initials("  ") is None


def test_a_preference_not_chosen_is_the_default() -> None:
    assert preference(make_user(), "columns", ["name"]) == ["name"]
