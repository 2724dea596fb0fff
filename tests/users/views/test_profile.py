from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from kundebro.users.choices import Role
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

PROFILE = "/profile/"


def test_everyone_has_a_profile(client: Client) -> None:
    client.force_login(make_user(role=Role.READER))

    assert client.get(PROFILE).status_code == HTTPStatus.OK


def test_without_signing_in_there_is_none(client: Client) -> None:
    answer = client.get(PROFILE)

    assert answer.headers["Location"] == "/account/login/?next=/profile/"


def test_the_profile_is_saved_and_the_browser_follows(client: Client) -> None:
    user = make_user(role=Role.SELLER)
    client.force_login(user)

    answer = client.post(PROFILE, {"name": "Åse Ørsted", "phone": "12345678", "language": "en", "theme": "dark"})

    user.refresh_from_db()
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert (user.name, user.phone, user.language, user.theme) == ("Åse Ørsted", "12345678", "en", "dark")
    assert not user.single_key_shortcuts
    assert client.cookies["appearance"].value == "dark.compact.nokeys"
    assert client.get(PROFILE).headers["Content-Language"] == "en"


def test_rights_cannot_be_smuggled_in(client: Client) -> None:
    user = make_user(role=Role.SELLER)
    client.force_login(user)

    smuggled = {"role": "administrator", "scope": "all", "email": "x@firma.dk", "initials": "X", "may_sign_in": "on"}
    client.post(PROFILE, {"name": "Bo", "language": "da", "theme": "auto", **smuggled})

    after = type(user).objects.get()
    assert after.name == "Bo"
    assert (after.role, after.scope, after.email, after.initials) == (Role.SELLER, "own", user.email, "")


def test_an_empty_name_comes_back(client: Client) -> None:
    client.force_login(make_user(name="Bo"))

    answer = client.post(PROFILE, {"name": "", "language": "da", "theme": "auto"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == ["name"]


def test_signing_out_elsewhere_keeps_this_session(client: Client) -> None:
    user = make_user()
    elsewhere = Client()
    client.force_login(user)
    elsewhere.force_login(user)

    client.post(reverse("users:sign-out-elsewhere"))

    assert client.get(PROFILE).status_code == HTTPStatus.OK
    assert elsewhere.get(PROFILE).status_code == HTTPStatus.FOUND


def test_the_pages_for_passkeys_and_codes_are_within_reach(client: Client) -> None:
    client.force_login(make_user())

    page = client.get(PROFILE).content.decode()

    assert f'href="{reverse("mfa_index")}"' in page
    assert f'href="{reverse("account_change_password")}"' in page
    assert client.get(reverse("mfa_index")).status_code == HTTPStatus.OK


def test_addresses_are_kept_by_administrators(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(reverse("account_email")).headers["Location"] == PROFILE
    assert client.post(reverse("account_email"), {"email": "ny@firma.dk", "action_add": ""}).status_code == 302
