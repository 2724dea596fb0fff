"""Where one is signed in, and ending it there (ASVS 7.4, 7.5)."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kundebro.users.choices import Role
from kundebro.users.devices import device_name, is_mobile
from kundebro.users.models import SecurityEvent, User
from kundebro.users.operations import end_sessions, forget_ended_sessions
from tests.factories.users import PASSWORD, make_session, make_user

pytestmark = pytest.mark.django_db

SESSIONS, PROFILE = "/profile/sessions/", "/profile/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"
CHROME = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari"
)


def signed_in(user: User, user_agent: str = FIREFOX, address: str = "192.0.2.1") -> Client:
    """A browser in which the user has signed in."""
    browser = Client(headers={"User-Agent": user_agent}, REMOTE_ADDR=address)
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return browser


def is_signed_in(browser: Client) -> bool:
    return browser.get(PROFILE).status_code == HTTPStatus.OK


def devices(browser: Client) -> list[tuple[str, str, bool]]:
    """What the list shows: device, address, whether it is this one."""
    shown = browser.get(SESSIONS).context["sessions"]
    return [(each["device"], each["session"].ip, each["is_this"]) for each in shown]


def key_of(browser: Client) -> int:
    return int(UserSession.objects.get(session_key=browser.session.session_key).pk)


def test_the_list_tells_device_address_and_which_one_this_is() -> None:
    user = make_user(role=Role.SELLER, password=PASSWORD)
    signed_in(make_user(password=PASSWORD))
    phone = signed_in(user, CHROME, "192.0.2.2")
    desk = signed_in(user)

    assert sorted(devices(desk)) == [("Chrome, Android", "192.0.2.2", False), ("Firefox, Linux", "192.0.2.1", True)]
    assert sorted(devices(phone)) == [("Chrome, Android", "192.0.2.2", True), ("Firefox, Linux", "192.0.2.1", False)]
    assert "denne enhed" in desk.get(SESSIONS).content.decode()


def test_one_device_is_signed_out_and_the_others_go_on() -> None:
    user = make_user(password=PASSWORD)
    desk, phone, tablet = signed_in(user), signed_in(user, CHROME), signed_in(user, SAFARI)

    desk.post(reverse("users:end-session", args=[key_of(phone)]))

    assert [is_signed_in(browser) for browser in (desk, phone, tablet)] == [True, False, True]
    assert len(devices(desk)) == 2
    event = SecurityEvent.objects.get(kind="signed_out")
    assert (event.user, event.text) == (user, f"{user.email}: one session, 192.0.2.1")


def test_nobody_ends_a_strangers_session_or_the_one_in_use() -> None:
    user, stranger = make_user(password=PASSWORD), make_user(role=Role.SELLER, password=PASSWORD)
    mine, theirs = signed_in(user), signed_in(stranger)

    for browser in (mine, theirs):
        answer = mine.post(reverse("users:end-session", args=[key_of(browser)]))
        assert answer.status_code == HTTPStatus.NOT_FOUND

    assert is_signed_in(mine)
    assert is_signed_in(theirs)


def test_signing_out_elsewhere_leaves_this_device_alone_in_the_list() -> None:
    user = make_user(password=PASSWORD)
    desk, phone = signed_in(user), signed_in(user, CHROME)

    desk.post(reverse("users:sign-out-elsewhere"))

    assert devices(desk) == [("Firefox, Linux", "192.0.2.1", True)]
    assert not is_signed_in(phone)


def test_a_new_password_says_that_the_other_devices_are_signed_out() -> None:
    user = make_user(role=Role.SELLER, password=PASSWORD)
    desk, phone = signed_in(user), signed_in(user, CHROME)

    new = {"password1": "endnu en god lang kode", "password2": "endnu en god lang kode"}
    desk.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert "Du er logget ud på alle andre enheder." in desk.get(PROFILE).content.decode()
    assert devices(desk) == [("Firefox, Linux", "192.0.2.1", True)]
    assert not is_signed_in(phone)


def test_an_administrator_ends_all_of_a_persons_sessions() -> None:
    user = make_user(role=Role.SELLER, password=PASSWORD)
    browsers = [signed_in(user), signed_in(user, CHROME)]

    signed_in(make_user(password=PASSWORD)).post(reverse("users:sign-out", args=[user.pk]))

    assert not any(map(is_signed_in, browsers))
    assert not UserSession.objects.filter(user=user).exists()


def test_last_used_is_kept_to_five_minutes_so_that_reading_seldom_writes() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = signed_in(make_user(password=PASSWORD))
        begun = UserSession.objects.get().last_seen_at
        clock.shift(timedelta(minutes=4))
        browser.get(PROFILE)
        assert UserSession.objects.get().last_seen_at == begun

        clock.shift(timedelta(minutes=2))
        browser.get(PROFILE)

        assert UserSession.objects.get().last_seen_at == begun + timedelta(minutes=6)


def test_a_session_that_ran_out_is_not_in_the_list() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        user = make_user(password=PASSWORD)
        signed_in(user, CHROME)
        clock.shift(timedelta(minutes=61))

        assert devices(signed_in(user)) == [("Firefox, Linux", "192.0.2.1", True)]


def test_the_night_forgets_the_devices_of_sessions_that_are_gone() -> None:
    user = make_user()
    kept, gone = make_session(user), make_session(user)
    Session.objects.filter(session_key=gone.session_key).delete()

    assert forget_ended_sessions() == 1

    assert list(UserSession.objects.all()) == [kept]


def test_ending_all_from_the_command_line_names_nobody() -> None:
    user = end_sessions(make_user(), by=None)

    assert SecurityEvent.objects.get().user is None
    assert user.session_round == 1


@pytest.mark.parametrize(
    ("user_agent", "name", "mobile"),
    [
        (FIREFOX, "Firefox, Linux", False),
        (EDGE, "Edge, Windows", False),
        (CHROME, "Chrome, Android", True),
        (SAFARI, "Safari, iPhone", True),
        ("curl/8.5.0", "Ukendt enhed", False),
        ("", "Ukendt enhed", False),
    ],
)
def test_a_device_is_named_by_browser_and_machine(user_agent: str, name: str, mobile: bool) -> None:
    assert (device_name(user_agent), is_mobile(user_agent)) == (name, mobile)
