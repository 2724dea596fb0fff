from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from kundebro.users.choices import Role
from kundebro.users.models import Team
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_administrator(client: Client) -> Client:
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    return client


def test_the_list_counts_members(as_administrator: Client) -> None:
    make_team(name="Øst", members=2)
    make_team(name="Vest")

    teams = as_administrator.get(reverse("users:teams")).context["teams"]

    assert [(team.name, team.size) for team in teams] == [("Vest", 0), ("Øst", 2)]


def test_a_team_is_added_renamed_and_removed(as_administrator: Client) -> None:
    as_administrator.post(reverse("users:add-team"), {"name": "Vest"})
    team = Team.objects.get()

    as_administrator.post(reverse("users:change-team", args=[team.pk]), {"name": "Aarhus"})
    team.refresh_from_db()
    assert team.name == "Aarhus"

    as_administrator.post(reverse("users:remove-team", args=[team.pk]))
    assert not Team.objects.exists()


def test_a_taken_name_comes_back(as_administrator: Client) -> None:
    make_team(name="Vest")

    answer = as_administrator.post(reverse("users:add-team"), {"name": "Vest"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == ["name"]


def test_a_team_with_members_is_kept(as_administrator: Client) -> None:
    team = make_team(members=1)

    as_administrator.post(reverse("users:remove-team", args=[team.pk]))

    assert Team.objects.get() == team


def test_a_sales_manager_may_look_but_not_change(client: Client) -> None:
    client.force_login(make_user(role=Role.SALES_MANAGER))
    team = make_team()

    assert client.get(reverse("users:teams")).status_code == HTTPStatus.OK
    for name, arguments in (("add-team", []), ("change-team", [team.pk]), ("remove-team", [team.pk])):
        answer = client.post(reverse(f"users:{name}", args=arguments), {"name": "Ny"})
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert list(Team.objects.all()) == [team]
