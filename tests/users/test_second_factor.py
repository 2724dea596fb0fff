import base64
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kundebro.core.encryption import SecretUnreadable
from kundebro.users.choices import Role
from kundebro.users.mfa import EncryptedSecrets
from kundebro.users.models import SecurityEvent, User
from kundebro.users.operations import invite
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PROFILE = "/profile/"


def code_for(secret: str) -> str:
    """What the phone's app shows now."""
    *_before, counter = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, counter)))


def with_codes(user: User) -> str:
    """Give the user codes from an app; its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def test_a_password_alone_is_not_enough(client: Client) -> None:
    user = make_user(password=PASSWORD)
    secret = with_codes(user)

    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(PROFILE).status_code == HTTPStatus.FOUND
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get(PROFILE).status_code == HTTPStatus.OK


def test_a_code_is_taken_once(client: Client) -> None:
    user = make_user(password=PASSWORD)
    code = code_for(with_codes(user))
    for browser in (client, Client()):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": code})
        last = browser

    assert client.get(PROFILE).status_code == HTTPStatus.OK
    assert last.get(PROFILE).status_code == HTTPStatus.FOUND


def test_an_invitation_does_not_go_round_the_second_factor(client: Client) -> None:
    user = make_user(role=Role.SELLER)
    with_codes(user)

    answer = client.post(
        invite(user, by=None, base_url="http://testserver"), {"password": PASSWORD, "password_again": PASSWORD}
    )

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(PROFILE).status_code == HTTPStatus.FOUND


@pytest.mark.django_db(transaction=True)
def test_switching_codes_on_asks_for_the_password_and_ends_the_sessions_elsewhere(client: Client) -> None:
    user = make_user(password=PASSWORD)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    asked = client.get(reverse("mfa_activate_totp")).headers["Location"]
    client.post(asked, {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})

    assert [browser.get(PROFILE).status_code for browser in (client, elsewhere)] == [HTTPStatus.OK, HTTPStatus.FOUND]
    assert SecurityEvent.objects.filter(kind="sign_in_changed", text="totp", user=user).exists()


def test_an_administrator_removes_a_lost_second_factor(client: Client) -> None:
    administrator, user = make_user(role=Role.ADMINISTRATOR), make_user(role=Role.SELLER, password=PASSWORD)
    with_codes(user)
    theirs = Client()
    theirs.force_login(user)
    client.force_login(administrator)
    address = reverse("users:forget-second-factor", args=[user.pk])

    assert address in client.get(reverse("users:change", args=[user.pk])).content.decode()
    assert client.get(address).status_code == HTTPStatus.OK
    client.post(address)

    assert not Authenticator.objects.exists()
    assert theirs.get(PROFILE).status_code == HTTPStatus.FOUND
    answer = theirs.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_the_database_does_not_hold_the_secret() -> None:
    user = make_user()
    secret = with_codes(user)

    stored = Authenticator.objects.get(user=user).data["secret"]

    assert secret.encode() not in base64.urlsafe_b64decode(stored)
    assert EncryptedSecrets().decrypt(stored) == secret


def test_a_changed_key_still_reads_what_the_old_one_wrote(settings: Settings) -> None:
    stored = EncryptedSecrets().encrypt("JBSWY3DPEHPK3PXP")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"

    assert EncryptedSecrets().decrypt(stored) == "JBSWY3DPEHPK3PXP"


def test_a_lost_key_is_said_plainly(settings: Settings) -> None:
    stored = EncryptedSecrets().encrypt("JBSWY3DPEHPK3PXP")

    settings.SECRET_KEY = "another key"

    with pytest.raises(SecretUnreadable):
        EncryptedSecrets().decrypt(stored)


def test_the_page_for_a_passkey_is_danish_throughout(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("mfa_add_webauthn")).context["form"].fields["name"].label == "Navn"
