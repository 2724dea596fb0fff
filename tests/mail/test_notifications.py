from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kundebro.mail.digest import DigestLine, DigestPart, DigestSection, digest_sections
from kundebro.mail.kinds import NotificationKind, kinds
from kundebro.mail.models import MorningDigest, Notification, NotificationSettings, OutgoingMail
from kundebro.mail.models.outgoing import LEASE
from kundebro.mail.operations import NotOurPage, claim_next, flag_abandoned, forget_old, notify, send_digests
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.mail import make_account, make_mail, make_notification
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

HOME = ZoneInfo("Europe/Copenhagen")
THURSDAY = datetime(2026, 11, 26, 7, 5, tzinfo=HOME)


@pytest.fixture
def user() -> User:
    return make_user(role=Role.SELLER)


@pytest.fixture
def client(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def praise() -> Any:
    """A kind that may come by mail, for as long as the test lasts."""
    kind = kinds.register(NotificationKind(key="praise", title="Ros", icon="at"))
    yield kind
    kinds._items.pop("praise")


def test_the_bell_shows_how_many_are_unread_and_the_page_asks_no_further_question(
    client: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_notification(user)
    make_notification(user)
    make_notification(make_user())

    page = client.get(reverse("users:profile"))

    ((counter, number),) = page.context["frame"].counters
    assert (counter.url, number) == ("/notifications/", 2)
    with django_assert_num_queries(2):
        client.get(reverse("users:profile"))


def test_one_sees_ones_own_only(client: Client, user: User) -> None:
    own, strangers = make_notification(user), make_notification(make_user())

    page = client.get(reverse("mail:notifications"))

    assert page.context["page"].items == [own]
    assert client.post(reverse("mail:open-notification", args=[strangers.pk])).status_code == 404
    strangers.refresh_from_db()
    assert strangers.read_at is None


def test_opening_one_marks_it_read_and_goes_there(client: Client, user: User) -> None:
    notification = make_notification(user, url="/prospects/")

    answer = client.post(reverse("mail:open-notification", args=[notification.pk]))

    assert answer.headers["Location"] == "/prospects/"
    notification.refresh_from_db()
    assert notification.read_at is not None


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "/a\n", "prospects/"],
)
def test_no_notification_leads_anywhere_else(client: Client, user: User, url: str) -> None:
    with pytest.raises(NotOurPage):
        notify(user, "Hej", kind="mail", url=url, now=timezone.now())
    planted = make_notification(user)
    Notification.objects.filter(pk=planted.pk).update(url=url)

    answer = client.post(reverse("mail:open-notification", args=[planted.pk]))

    assert answer.headers["Location"] == reverse("mail:notifications")


def test_all_are_marked_as_read(client: Client, user: User) -> None:
    make_notification(user)
    strangers = make_notification(make_user())

    client.post(reverse("mail:read-all"))

    assert list(Notification.objects.unread()) == [strangers]


def test_the_list_is_filtered(client: Client, user: User) -> None:
    unread = make_notification(user)
    make_notification(user, read_at=timezone.now())

    assert client.get(reverse("mail:notifications"), {"show": "unread"}).context["page"].items == [unread]
    assert client.get(reverse("mail:notifications"), {"kind": "mail"}).context["page"].items[-1:] == [unread]
    assert client.get(reverse("mail:notifications"), {"q": "findes ikke"}).context["page"].items == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_many_rows_as_for_one(
    client: Client, user: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        make_notification(user)

    with django_assert_num_queries(4):
        client.get(reverse("mail:notifications"))


def test_the_same_key_tells_it_once(user: User) -> None:
    for _time in range(2):
        notify(user, "Hej", kind="mail", key="note:1", now=timezone.now())

    assert Notification.objects.count() == 1


def test_who_can_no_longer_sign_in_is_told_nothing() -> None:
    assert notify(make_user(is_active=False), "Hej", kind="mail", now=timezone.now()) is None


def test_a_mail_comes_at_once_for_whoever_wants_that(user: User, praise: object) -> None:
    make_account()
    NotificationSettings.objects.create(user=user, gets_mail_at_once=True)

    notify(user, "Eva har nævnt dig", kind="praise", url="/prospects/", now=timezone.now())
    notify(make_user(), "Eva har nævnt dig", kind="praise", now=timezone.now())

    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.subject) == (user.email, "Eva har nævnt dig")
    assert "http://127.0.0.1:8000/prospects/" in mail.text


def test_news_of_mail_never_comes_by_mail(user: User) -> None:
    make_account()
    NotificationSettings.objects.create(user=user, gets_mail_at_once=True)

    notify(user, "En mail kunne ikke sendes", kind="mail", now=timezone.now())

    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("hour", "quiet", "waits_until"),
    [
        (21, (time(20), time(7)), datetime(2026, 11, 27, 7, tzinfo=HOME)),
        (6, (time(20), time(7)), datetime(2026, 11, 26, 7, tzinfo=HOME)),
        (12, (time(20), time(7)), None),
        (12, (time(11), time(13)), datetime(2026, 11, 26, 13, tzinfo=HOME)),
        (13, (time(11), time(13)), None),
        (12, (None, None), None),
    ],
)
def test_mail_waits_for_the_quiet_hours_to_end(
    user: User, praise: object, hour: int, quiet: tuple[time | None, time | None], waits_until: datetime | None
) -> None:
    make_account()
    NotificationSettings.objects.create(user=user, gets_mail_at_once=True, quiet_from=quiet[0], quiet_until=quiet[1])
    now = THURSDAY.replace(hour=hour, minute=0)

    notify(user, "Hej", kind="praise", now=now)

    assert OutgoingMail.objects.get().next_attempt_at == (waits_until or now)


def test_quiet_hours_over_the_change_of_clocks_end_by_the_clock_on_the_wall() -> None:
    settings = NotificationSettings(quiet_from=time(22), quiet_until=time(7))

    night_before_winter_time = datetime(2026, 10, 24, 23, tzinfo=HOME)

    assert settings.may_be_told_at(night_before_winter_time) == datetime(2026, 10, 25, 7, tzinfo=HOME)


def test_the_morning_digest_tells_each_once_a_day_what_there_is_to_say(user: User) -> None:
    make_account()
    make_notification(user, text="Ring til Bo", url="/prospects/", created_at=THURSDAY - timedelta(hours=12))
    idle = make_user()

    assert [send_digests(now=THURSDAY + timedelta(hours=hours)) for hours in (0, 0, 1, 24)] == [1, 0, 0, 0]

    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.subject) == (user.email, "Dit morgenoverblik 26-11-2026")
    assert "- Ring til Bo\n  http://127.0.0.1:8000/prospects/" in mail.text
    assert '<a href="http://127.0.0.1:8000/prospects/">Ring til Bo</a>' in mail.html
    assert MorningDigest.objects.get(user=idle, day=THURSDAY.date()).mail is None


@pytest.mark.parametrize(
    "moment",
    [
        THURSDAY.replace(hour=6),
        THURSDAY.replace(hour=12),
        THURSDAY + timedelta(days=2),
        THURSDAY + timedelta(days=3),
        datetime(2026, 12, 25, 8, tzinfo=HOME),
        datetime(2027, 3, 26, 8, tzinfo=HOME),
    ],
)
def test_no_digest_comes_before_its_hour_after_noon_at_weekends_or_on_holidays(user: User, moment: datetime) -> None:
    make_account()
    make_notification(user, created_at=moment - timedelta(hours=12))

    assert send_digests(now=moment) == 0


def test_who_wants_no_digest_or_a_later_one_gets_none_or_a_later_one(user: User) -> None:
    make_account()
    make_notification(user, created_at=THURSDAY - timedelta(hours=12))
    chosen = NotificationSettings.objects.create(user=user, digest_hour=9)

    assert send_digests(now=THURSDAY) == 0
    assert send_digests(now=THURSDAY.replace(hour=9)) == 1
    chosen.gets_digest = False
    chosen.save()
    make_notification(user, created_at=THURSDAY + timedelta(hours=12))
    assert send_digests(now=THURSDAY.replace(hour=9) + timedelta(days=1)) == 0


def test_apps_add_sections_in_their_order(user: User) -> None:
    make_account()
    parts = {"b": DigestPart([DigestLine("anden")], 1), "a": DigestPart([DigestLine("første")], 12, "/"), "c": None}
    for position, (name, part) in enumerate(parts.items()):
        digest_sections.register(
            DigestSection(name=name, title=name.upper(), told_to=lambda *_who, part=part: part, position=-position)
        )
    try:
        send_digests(now=THURSDAY)
    finally:
        for name in parts:
            digest_sections._items.pop(name)

    text = OutgoingMail.objects.get(to_address=user.email).text
    assert text.index("A (12)") < text.index("… og 11 mere") < text.index("B (1)")


def test_administrators_and_the_writer_are_told_of_a_mail_that_nobody_knows_of(user: User) -> None:
    make_account()
    administrator = make_user()
    make_mail(subject="Tilbud", to_address="bo@firma.example", by=user)
    long_ago = timezone.now() - 2 * LEASE
    make_mail_due(long_ago)
    claim_next(now=long_ago)

    flag_abandoned(now=timezone.now())

    told = Notification.objects.values_list("user", "text")
    sentence = "Ingen ved, om mailen “Tilbud” til bo@firma.example blev sendt."
    assert set(told) == {(administrator.pk, sentence), (user.pk, sentence)}


def make_mail_due(moment: datetime) -> None:
    OutgoingMail.objects.update(next_attempt_at=moment)


def test_quiet_hours_are_written_whole(client: Client, user: User) -> None:
    url = reverse("mail:notification-settings")

    refused = client.post(url, {"gets_digest": "on", "digest_hour": "8", "quiet_from": "20"})
    client.post(url, {"gets_digest": "on", "digest_hour": "8", "quiet_from": "20", "quiet_until": "kl. 7.30"})

    assert refused.status_code == 422
    stored = NotificationSettings.objects.get(user=user)
    assert (stored.digest_hour, stored.quiet_from, stored.quiet_until) == (8, time(20), time(7, 30))


def test_old_notifications_are_forgotten(user: User) -> None:
    now = timezone.now()
    make_notification(user, created_at=now - timedelta(days=100))
    make_notification(user, created_at=now - timedelta(days=40), read_at=now - timedelta(days=31))
    kept = make_notification(user, created_at=now - timedelta(days=40))

    assert forget_old(now=now) == 2

    assert list(Notification.objects.all()) == [kept]
