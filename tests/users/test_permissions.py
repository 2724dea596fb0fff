import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from kundebro.users.choices import Role
from kundebro.users.permissions import has_role
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

ADMINISTRATOR, MANAGER, BOOKKEEPER = Role.ADMINISTRATOR, Role.SALES_MANAGER, Role.BOOKKEEPER


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        ("users.view_user", {ADMINISTRATOR, MANAGER}),
        ("users.change_user", {ADMINISTRATOR}),
        ("users.view_security_log", {ADMINISTRATOR}),
        ("company.view_setup", {ADMINISTRATOR, MANAGER, BOOKKEEPER}),
        ("company.change_setup", {ADMINISTRATOR}),
        ("company.change_crm_setup", {ADMINISTRATOR, MANAGER}),
        ("jobs.view_all_runs", {ADMINISTRATOR}),
        ("core.view_gallery", {ADMINISTRATOR}),
    ],
)
def test_each_right_belongs_to_its_roles_and_to_no_other(right: str, roles: set[Role]) -> None:
    assert {role for role in Role if make_user(role=role).has_perm(right)} == roles


def test_what_no_rule_names_is_denied() -> None:
    assert not make_user(role=Role.ADMINISTRATOR).has_perm("users.fly")


def test_someone_without_access_has_no_rights() -> None:
    assert not make_user(role=Role.ADMINISTRATOR, is_active=False).has_perm("users.change_user")
    assert not make_user(role=Role.ADMINISTRATOR, may_sign_in=False).has_perm("users.change_user")


def test_nobody_signed_in_has_no_rights() -> None:
    assert not AnonymousUser().has_perm("users.view_user")
    assert not has_role(*Role).test(AnonymousUser())


def test_a_right_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = make_user(role=Role.SALES_MANAGER)

    with django_assert_num_queries(0):
        assert user.has_perms(["users.view_user", "company.change_crm_setup"])
