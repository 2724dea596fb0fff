from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kundebro.users.choices import Language, Role
from kundebro.users.models import SecurityEvent, User
from kundebro.users.operations import change_user, deactivate, reactivate
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGN_IN, PROFILE = "/account/login/", "/profile/"


def sign_in(client: Client, user: User, password: str = PASSWORD) -> int:
    """Send the sign-in page's form; the status of the answer."""
    return client.post(SIGN_IN, {"login": user.email, "password": password}).status_code


def is_signed_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == HTTPStatus.OK


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_the_right_password_lets_in_whatever_the_case_of_the_email(client: Client) -> None:
    make_user(email="mette@firma.dk", password=PASSWORD)

    answer = client.post(SIGN_IN, {"login": "Mette@Firma.DK", "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert kinds() == ["signed_in"]


def test_a_wrong_password_does_not(client: Client) -> None:
    user = make_user(password=PASSWORD)

    assert sign_in(client, user, "en helt anden kode") == HTTPStatus.OK
    assert not is_signed_in(client)
    assert [(event.kind, event.user) for event in SecurityEvent.objects.all()] == [("sign_in_failed", user)]


def test_an_unknown_email_is_not_written_down(client: Client) -> None:
    client.post(SIGN_IN, {"login": "minkode@hemmelig.dk", "password": PASSWORD})

    event = SecurityEvent.objects.get()
    assert (event.kind, event.user, event.text, event.ip_address) == ("sign_in_failed", None, "", "127.0.0.1")


@pytest.mark.parametrize(("is_active", "may_sign_in"), [(False, True), (True, False)])
def test_the_right_password_is_not_enough_without_access(client: Client, is_active: bool, may_sign_in: bool) -> None:
    user = make_user(password=PASSWORD, is_active=is_active, may_sign_in=may_sign_in)

    answer = client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})

    assert answer.headers["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_ten_wrong_passwords_are_answered_429_out_of_the_database_cache(client: Client) -> None:
    assert isinstance(caches["default"], DatabaseCache)
    user = make_user(password=PASSWORD)

    statuses = [sign_in(client, user, f"forkert kode nummer {number}") for number in range(10)]

    assert statuses[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert statuses[:5] == [HTTPStatus.OK] * 5


def test_too_many_tries_for_one_person_do_not_lock_out_another(client: Client) -> None:
    victim, other = make_user(password=PASSWORD), make_user(password=PASSWORD)
    for number in range(6):
        sign_in(client, victim, f"forkert kode nummer {number}")

    assert sign_in(client, other) == HTTPStatus.FOUND


def test_sign_up_is_closed(client: Client) -> None:
    client.post("/account/signup/", {"email": "ny@firma.dk", "password1": PASSWORD})

    assert not User.objects.exists()


def test_the_session_gets_a_new_key_at_sign_in(client: Client) -> None:
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key

    sign_in(client, make_user(password=PASSWORD))

    assert client.session.session_key != before


def test_deactivation_ends_every_session_for_good(client: Client) -> None:
    user, administrator = make_user(role=Role.SELLER, password=PASSWORD), make_user()
    elsewhere = Client()
    sign_in(client, user)
    sign_in(elsewhere, user)

    user = deactivate(user, by=administrator)

    assert [is_signed_in(client), is_signed_in(elsewhere)] == [False, False]
    reactivate(user, by=administrator)
    assert [is_signed_in(client), is_signed_in(elsewhere)] == [False, False]


def test_taking_away_the_right_to_sign_in_ends_the_session(client: Client) -> None:
    user = make_user(role=Role.SELLER, password=PASSWORD)
    sign_in(client, user)

    change_user(user, {"may_sign_in": False}, by=make_user())

    assert not is_signed_in(client)


def test_a_changed_right_counts_at_the_next_request(client: Client) -> None:
    user = make_user(role=Role.SALES_MANAGER, password=PASSWORD)
    sign_in(client, user)
    assert client.get(reverse("users:list")).status_code == HTTPStatus.OK

    change_user(user, {"role": Role.SELLER}, by=make_user())

    assert client.get(reverse("users:list")).status_code == HTTPStatus.FORBIDDEN


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(client: Client) -> None:
    sign_in(client, make_user(password=PASSWORD))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/account/logout/")

    assert not is_signed_in(thief)
    assert kinds() == ["signed_in", "signed_out"]


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    user = make_user(password=PASSWORD)
    elsewhere = Client()
    sign_in(client, user)
    sign_in(elsewhere, user)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "endnu en god lang kode", "password2": "endnu en god lang kode"},
    )

    assert [is_signed_in(client), is_signed_in(elsewhere)] == [True, False]
    assert kinds()[-1] == "sign_in_changed"


def test_an_hour_without_a_request_signs_out(client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, make_user(password=PASSWORD))
        assert is_signed_in(client)

        clock.shift(timedelta(minutes=61))

        assert not is_signed_in(client)


def test_work_every_half_hour_keeps_signed_in_until_twelve_hours_have_passed(client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, make_user(password=PASSWORD))
        states = []
        for _half_hour in range(25):
            states.append(is_signed_in(client))
            clock.shift(timedelta(minutes=30))

        assert states == [True] * 25
        assert not is_signed_in(client)


def test_a_part_asked_for_after_the_session_ended_sends_the_whole_page_to_sign_in(client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/users/?q=bo"}

    answer = client.get("/users/", headers=asked)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/account/login/?next=/users/%3Fq%3Dbo")


def test_the_users_language_wins_over_what_the_browser_prefers(client: Client) -> None:
    sign_in(client, make_user(language=Language.DANISH, password=PASSWORD))

    assert client.get(PROFILE, headers={"Accept-Language": "en"}).headers["Content-Language"] == "da"


def test_the_sign_in_page_is_danish_whatever_the_browser_prefers(client: Client) -> None:
    assert client.get(SIGN_IN, headers={"Accept-Language": "en"}).headers["Content-Language"] == "da"


def test_the_sign_in_page_follows_the_language_chosen_on_the_browser(client: Client) -> None:
    client.cookies["django_language"] = "en"

    assert client.get(SIGN_IN).headers["Content-Language"] == "en"


def test_a_made_up_language_is_danish(client: Client) -> None:
    client.cookies["django_language"] = "xx\r\n"

    assert client.get(SIGN_IN).headers["Content-Language"] == "da"


def test_the_users_choices_come_along_to_a_new_browser(client: Client) -> None:
    user = make_user(language=Language.ENGLISH, password=PASSWORD)
    User.objects.filter(pk=user.pk).update(theme="dark", single_key_shortcuts=False)

    sign_in(client, user)

    assert client.cookies["django_language"].value == "en"
    assert client.cookies["appearance"].value == "dark.compact.nokeys"


def test_a_language_chosen_in_the_frame_is_kept_with_the_user(client: Client) -> None:
    user = make_user(language=Language.DANISH, password=PASSWORD)
    sign_in(client, user)

    client.post(reverse("core:language"), {"language": "en", "next": PROFILE})

    user.refresh_from_db()
    assert user.language == Language.ENGLISH
    assert client.get(PROFILE).headers["Content-Language"] == "en"


def test_colours_chosen_in_the_frame_are_kept_with_the_user(client: Client) -> None:
    user = make_user(password=PASSWORD)
    sign_in(client, user)

    client.post(reverse("core:appearance"), {"theme": "dark"})

    user.refresh_from_db()
    assert (user.theme, user.single_key_shortcuts) == ("dark", True)


def test_reading_pages_seldom_writes_the_session(client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, make_user(password=PASSWORD))
        client.get(PROFILE)
        seen_at = client.session["seen_at"]

        clock.shift(timedelta(minutes=4))
        client.get(PROFILE)
        assert client.session["seen_at"] == seen_at

        clock.shift(timedelta(minutes=2))
        client.get(PROFILE)
        assert client.session["seen_at"] == seen_at + 6 * 60
