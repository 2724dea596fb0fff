from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kundebro.users.choices import Role, Scope
from kundebro.users.models import SecurityEvent, User
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Søren Østergaard",
    "email": "soeren@firma.dk",
    "initials": "søj",
    "role": Role.SELLER,
    "scope": "",
    "language": "da",
    "may_sign_in": "on",
}


@pytest.fixture
def administrator(client: Client) -> User:
    user = make_user(role=Role.ADMINISTRATOR, name="Astrid")
    client.force_login(user)
    return user


def names(client: Client, **query: str | int) -> list[str]:
    """The people the list shows."""
    return [person.name for person in client.get(reverse("users:list"), query).context["page"].items]


def test_the_list_shows_active_people_in_danish_order(client: Client, administrator: User) -> None:
    for name in ("Åse", "Bo", "Øjvind"):
        make_user(name=name)
    make_user(name="Carl", is_active=False)

    assert names(client) == ["Astrid", "Bo", "Øjvind", "Åse"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "øster"}, ["Søren Østergaard"]),
        ({"q": "SØREN ØST"}, ["Søren Østergaard"]),
        ({"q": "soeren@"}, ["Søren Østergaard"]),
        ({"q": "søj"}, ["Søren Østergaard"]),
        ({"q": "findes ikke"}, []),
        ({"role": Role.SELLER}, ["Søren Østergaard"]),
        ({"who": "former"}, ["Carl"]),
        ({"who": "everyone"}, ["Astrid", "Carl", "Søren Østergaard"]),
        ({"who": "x", "role": "x", "team": "x"}, ["Astrid", "Søren Østergaard"]),
    ],
)
def test_the_list_can_be_searched_and_filtered(
    client: Client, administrator: User, query: dict[str, str], found: list[str]
) -> None:
    make_user(name="Søren Østergaard", email="soeren@firma.dk", initials="SØJ", role=Role.SELLER)
    make_user(name="Carl", is_active=False)

    assert names(client, **query) == found


def test_the_list_of_a_team(client: Client, administrator: User) -> None:
    team = make_team()
    make_user(name="Bo", team=team)

    assert names(client, team=team.pk) == ["Bo"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client, administrator: User, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(size):
        make_user(team=make_team())

    with django_assert_num_queries(4):
        client.get(reverse("users:list"), headers={"HX-Request": "true", "HX-Target": "rows"})


def test_a_new_person_is_created_and_seen_by_the_roles_scope(client: Client, administrator: User) -> None:
    answer = client.post(reverse("users:add"), NEW)

    user = User.objects.get(email="soeren@firma.dk")
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["Location"] == reverse("users:change", args=[user.pk])
    assert (user.name, user.initials, user.role, user.scope) == ("Søren Østergaard", "SØJ", Role.SELLER, Scope.OWN)


def test_a_taken_email_comes_back_with_the_text(client: Client, administrator: User) -> None:
    make_user(email="soeren@firma.dk")

    answer = client.post(reverse("users:add"), NEW)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == ["email"]
    assert answer.context["form"]["name"].value() == "Søren Østergaard"


def test_taken_initials_name_who_has_them(client: Client, administrator: User) -> None:
    make_user(name="Sara Øjvind", initials="SØJ")

    answer = client.post(reverse("users:add"), NEW)

    assert list(answer.context["form"].errors) == ["initials"]
    assert "Sara Øjvind" in answer.context["form"].errors["initials"][0]


def test_only_the_forms_fields_are_changed(client: Client, administrator: User) -> None:
    user = make_user(role=Role.SELLER)
    password = user.password

    client.post(
        reverse("users:change", args=[user.pk]),
        {**NEW, "role": Role.MARKETING, "is_active": "", "password": "x", "session_round": "9", "theme": "dark"},
    )

    user.refresh_from_db()
    assert (user.name, user.role, user.scope) == ("Søren Østergaard", Role.MARKETING, Scope.ALL)
    assert (user.is_active, user.password, user.session_round, user.theme) == (True, password, 0, "auto")


def test_the_last_administrator_cannot_demote_themselves(client: Client, administrator: User) -> None:
    answer = client.post(reverse("users:change", args=[administrator.pk]), NEW)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == ["role"]
    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR


def test_the_sign_in_link_is_shown_once_and_works(client: Client, administrator: User) -> None:
    user = make_user(role=Role.SELLER)

    answer = client.post(reverse("users:invite", args=[user.pk]))

    link = answer.context["link"]
    assert link.startswith("http://testserver/invitation/")
    assert Client().get(link).status_code == HTTPStatus.OK
    assert link not in client.get(reverse("users:change", args=[user.pk])).content.decode()


def test_no_sign_in_link_for_someone_who_may_not_sign_in(client: Client, administrator: User) -> None:
    user = make_user(may_sign_in=False)

    answer = client.post(reverse("users:invite", args=[user.pk]))

    assert answer.headers["Location"] == reverse("users:change", args=[user.pk])


def test_deactivation_asks_first_and_can_be_taken_back(client: Client, administrator: User) -> None:
    user = make_user()
    address = reverse("users:deactivate", args=[user.pk])

    assert client.get(address).status_code == HTTPStatus.OK
    user.refresh_from_db()
    assert user.is_active

    client.post(address)
    assert not User.objects.get(pk=user.pk).is_active

    client.post(reverse("users:reactivate", args=[user.pk]))
    assert User.objects.get(pk=user.pk).is_active


def test_the_last_administrator_cannot_be_deactivated(client: Client, administrator: User) -> None:
    client.post(reverse("users:deactivate", args=[administrator.pk]))

    administrator.refresh_from_db()
    assert administrator.is_active


def test_an_administrator_ends_someones_sessions(client: Client, administrator: User) -> None:
    user = make_user(role=Role.SELLER)
    theirs = Client()
    theirs.force_login(user)

    client.post(reverse("users:sign-out", args=[user.pk]))

    assert theirs.get(reverse("users:profile")).status_code == HTTPStatus.FOUND


def test_a_sales_manager_reads_the_list_without_links(client: Client) -> None:
    client.force_login(make_user(role=Role.SALES_MANAGER))
    user = make_user()

    assert reverse("users:change", args=[user.pk]) not in client.get(reverse("users:list")).content.decode()


@pytest.mark.parametrize("role", [Role.SALES_MANAGER, Role.SELLER, Role.MARKETING, Role.BOOKKEEPER, Role.READER])
def test_only_administrators_change_people_and_a_denial_changes_nothing(client: Client, role: Role) -> None:
    user, actor = make_user(role=Role.READER), make_user(role=role)
    client.force_login(actor)

    before = list(User.objects.order_by("pk").values())
    answers = [
        client.post(reverse("users:add"), NEW),
        *(
            client.post(reverse(f"users:{name}", args=[user.pk]), NEW)
            for name in ("change", "invite", "deactivate", "reactivate", "sign-out")
        ),
    ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.FORBIDDEN] * 6
    after = list(User.objects.order_by("pk").values())
    assert after == before
    denied = SecurityEvent.objects.filter(kind="denied", user=actor)
    assert denied.count() == 6
    assert denied.order_by("pk").values_list("text", flat=True)[0] == "POST /users/add/"


def test_an_unknown_person_is_not_found(client: Client, administrator: User) -> None:
    assert client.get(reverse("users:change", args=[0])).status_code == HTTPStatus.NOT_FOUND
