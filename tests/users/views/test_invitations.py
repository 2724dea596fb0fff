from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from django.test import Client

from kundebro.users.choices import Role
from kundebro.users.models import User
from kundebro.users.operations import first_administrator_link, invite
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

BASE = "http://testserver"
CHOSEN = {"password": PASSWORD, "password_again": PASSWORD}
FIRST = {"name": "Åse Ørsted", "email": "AAse@firma.dk", **CHOSEN}


def invitation_for(user: User) -> str:
    """The address of the person's link."""
    return urlsplit(invite(user, by=None, base_url=BASE)).path


def first_link() -> str:
    link = first_administrator_link(BASE)
    assert link is not None
    return urlsplit(link).path


def test_an_invited_person_chooses_a_password_and_is_in(client: Client) -> None:
    user = make_user(role=Role.SELLER)
    address = invitation_for(user)

    answer = client.post(address, CHOSEN)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/profile/").context["user"] == user
    assert client.get(address).status_code == HTTPStatus.GONE


def test_looking_at_the_link_does_not_use_it_up(client: Client) -> None:
    address = invitation_for(make_user())

    answers = [client.get(address), client.get(address)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "no-store" in answers[0].headers["Cache-Control"]


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("kort", "kort", "password"),
        ("KundeEmne2026", "KundeEmne2026", "password"),
        (PASSWORD, PASSWORD + "x", "password_again"),
        ("mette@firma.dk 1", "mette@firma.dk 1", "password"),
    ],
)
def test_a_refused_password_says_so_at_its_field(client: Client, password: str, again: str, field: str) -> None:
    address = invitation_for(make_user(email="mette@firma.dk"))

    answer = client.post(address, {"password": password, "password_again": again})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == [field]
    assert client.get(address).status_code == HTTPStatus.OK


def test_a_link_nobody_made_is_gone(client: Client) -> None:
    assert client.get("/invitation/x/").status_code == HTTPStatus.GONE
    assert client.get("/first-administrator/x/").status_code == HTTPStatus.GONE


def test_the_first_administrator_sets_kundebro_up(client: Client) -> None:
    address = first_link()

    answer = client.post(address, FIRST)

    user = User.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert (user.name, user.email, user.role, user.scope) == ("Åse Ørsted", "aase@firma.dk", "administrator", "all")
    assert client.get("/users/").status_code == HTTPStatus.OK
    assert client.post(address, FIRST).status_code == HTTPStatus.GONE
    assert User.objects.count() == 1


def test_the_first_administrator_speaks_the_browsers_chosen_language(client: Client) -> None:
    client.cookies["django_language"] = "en"

    client.post(first_link(), FIRST)

    assert User.objects.get().language == "en"


def test_the_first_administrator_cannot_take_someones_email(client: Client) -> None:
    make_user(role=Role.SELLER, email="aase@firma.dk")

    answer = client.post(first_link(), FIRST)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == ["email"]
    assert User.objects.count() == 1


def test_an_invitation_signs_in_the_invited_not_whoever_was_there(client: Client) -> None:
    client.force_login(make_user())
    user = make_user(role=Role.SELLER)

    client.post(invitation_for(user), CHOSEN)

    assert client.get("/profile/").context["user"] == user


def test_a_forgotten_password_leads_to_the_administrator(client: Client) -> None:
    assert client.get("/account/password/reset/").status_code == HTTPStatus.OK
    assert client.post("/account/password/reset/", {"email": "x@firma.dk"}).status_code == 405
