"""Administrators and bookkeepers set up a second factor before anything else answers (security.md 6.3.2)."""

import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kundebro.users.choices import Role
from kundebro.users.models import User
from kundebro.users.operations import change_user, invite
from tests.factories.users import PASSWORD, make_second_factor, make_user
from tests.users.test_second_factor import code_for

pytestmark = pytest.mark.django_db

SET_UP, PROFILE = "/profile/second-factor/", "/profile/"


@pytest.fixture(autouse=True)
def _second_factor_is_required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def sign_in(client: Client, user: User) -> None:
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def where_to(client: Client, address: str = PROFILE) -> str:
    """Where the address leads; empty when it answers itself."""
    return client.get(address).headers.get("Location", "")


@pytest.mark.parametrize("role", Role)
def test_the_password_leads_administrators_and_bookkeepers_to_the_second_factor(client: Client, role: Role) -> None:
    sign_in(client, make_user(role=role, password=PASSWORD))

    held = role in (Role.ADMINISTRATOR, Role.BOOKKEEPER)
    assert where_to(client) == (SET_UP if held else "")
    assert client.get(SET_UP).status_code == (HTTPStatus.OK if held else HTTPStatus.SEE_OTHER)


@pytest.mark.django_db(transaction=True)
def test_codes_are_set_up_without_the_password_again_and_recovery_codes_are_shown_once(client: Client) -> None:
    user = make_user(role=Role.BOOKKEEPER, password=PASSWORD)
    sign_in(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.templates[0].name == "mfa/totp/activate_form.html"
    assert 'class="sidebar"' not in page.content.decode()

    answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(page.context["form"].secret)})

    codes = client.get(answer.headers["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert "****" not in codes.content.decode()
    assert where_to(client) == ""
    assert client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"] == ["****"] * 10


def test_an_invited_administrator_is_not_asked_for_the_password_just_chosen(client: Client) -> None:
    link = invite(make_user(), by=None, base_url="http://testserver")

    client.post(link, {"password": PASSWORD, "password_again": PASSWORD})

    assert where_to(client) == SET_UP
    assert client.get(reverse("mfa_add_webauthn")).status_code == HTTPStatus.OK


def test_a_sign_in_of_long_ago_asks_for_the_password_again(client: Client) -> None:
    client.force_login(make_user(password=PASSWORD))

    assert where_to(client, reverse("mfa_activate_totp")).startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_a_second_factor_of_either_kind_opens_the_doors(client: Client, kind: str) -> None:
    user = make_user()
    make_second_factor(user, kind=kind)
    client.force_login(user)

    assert where_to(client) == ""
    assert where_to(client, SET_UP) == reverse("mfa_index")


@pytest.mark.parametrize(
    ("host", "is_secure", "expected"),
    [
        ("crm.firma.dk", True, True),
        ("crm.firma.dk", False, False),
        ("localhost:8000", False, True),
        ("127.0.0.1:8000", False, False),
        ("[::1]:8000", True, False),
    ],
)
def test_a_passkey_is_offered_where_browsers_make_one(
    client: Client, settings: Settings, host: str, is_secure: bool, expected: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(make_user())

    page = client.get(SET_UP, secure=is_secure, headers={"host": host}).content.decode()

    assert (reverse("mfa_add_webauthn") in page) is expected
    assert reverse("mfa_activate_totp") in page


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    user = make_user()
    make_second_factor(user, kind=Authenticator.Type.RECOVERY_CODES)
    client.force_login(user)

    assert where_to(client) == SET_UP


def test_taking_the_last_one_away_leads_back(client: Client) -> None:
    user = make_user()
    factor = make_second_factor(user)
    client.force_login(user)
    assert where_to(client) == ""

    factor.delete()

    assert where_to(client) == SET_UP


def test_a_seller_who_becomes_bookkeeper_is_led_there_at_the_next_click(client: Client) -> None:
    user = make_user(role=Role.SELLER)
    client.force_login(user)
    assert where_to(client) == ""

    change_user(user, {"role": Role.BOOKKEEPER}, by=make_user())

    assert where_to(client) == SET_UP


def test_a_part_of_a_page_sends_the_whole_page_there_and_holds_nothing(client: Client) -> None:
    user = make_user(name="Karen Hemmelig")
    client.force_login(user)

    answer = client.get("/palette/?q=karen", headers={"HX-Request": "true", "HX-Target": "palette-results"})

    assert (answer.status_code, answer.headers["HX-Redirect"], answer.content) == (HTTPStatus.OK, SET_UP, b"")


def test_an_address_that_is_not_there_tells_no_more_than_one_that_is(client: Client) -> None:
    client.force_login(make_user())

    assert where_to(client, "/findes/ikke/") == where_to(client, "/users/") == SET_UP
    assert client.get("/users/").headers["Cache-Control"] == "no-store"


def test_the_way_out_and_the_language_stay_open(client: Client) -> None:
    client.force_login(make_user())

    assert client.post(reverse("core:language"), {"language": "en", "next": SET_UP}).headers["Location"] == SET_UP
    client.post(reverse("account_logout"))
    assert where_to(client).startswith("/account/login/")


def test_with_the_setting_off_the_password_is_enough(client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, make_user(password=PASSWORD))

    assert where_to(client) == ""


@pytest.mark.parametrize(
    ("variables", "is_demo", "expected"),
    [
        ({}, False, "True"),
        ({}, True, "False"),
        ({"KUNDEBRO_HOSTS": "crm.firma.dk"}, True, "True"),
        ({"KUNDEBRO_REQUIRE_MFA": "1"}, True, "True"),
        ({"KUNDEBRO_REQUIRE_MFA": "0"}, False, "False"),
        ({"KUNDEBRO_REQUIRE_MFA": "måske"}, False, "KUNDEBRO_REQUIRE_MFA is 'måske'; use 1 for yes or 0 for no."),
    ],
)
def test_it_is_required_but_for_demo_data_on_this_machine(
    tmp_path: Path, variables: dict[str, str], is_demo: bool, expected: str
) -> None:
    if is_demo:
        (tmp_path / "demo").touch()
    show = "from kundebro.config import settings; print(settings.REQUIRE_SECOND_FACTOR)"
    environment = {"KUNDEBRO_DATA": str(tmp_path), "PYTHONPATH": "src", "PYTHONUTF8": "1", **variables}

    told = subprocess.run([sys.executable, "-c", show], env=environment, capture_output=True, text=True, check=False)

    assert (told.stdout + told.stderr).strip() == expected
