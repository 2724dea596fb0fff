import pytest
from django.db import connection

from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import SecurityEvent
from kundebro.users.models.security_event import SecurityLogIsAppendOnly
from kundebro.users.operations import security_log
from kundebro.users.queries import first_broken_event
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def write(text: str = "GET /setup/") -> SecurityEvent:
    return security_log(SecurityEventKind.DENIED, user=None, text=text, ip_address="192.0.2.7")


def test_a_line_says_who_what_and_from_where() -> None:
    user = make_user()

    security_log(SecurityEventKind.EXPORTED, user=user, text="KundeEmner: 2.000 rækker", ip_address="2001:DB8::1")

    event = SecurityEvent.objects.get()
    assert (event.user, event.kind, event.text) == (user, "exported", "KundeEmner: 2.000 rækker")
    assert event.ip_address == "2001:db8::1"


def test_hostile_text_becomes_one_short_line() -> None:
    event = write("a\r\nb\x00c\x1b[31m" + "x" * 400)

    assert event.text.startswith("a  b c [31mxxx")
    assert len(event.text) == 300


def test_an_untouched_log_is_whole() -> None:
    for number in range(3):
        write(str(number))

    assert first_broken_event() is None


def test_a_removed_line_shows_in_the_chain() -> None:
    _first, second, third = write(), write(), write()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM users_securityevent WHERE id = %s", [second.pk])

    assert first_broken_event() == third


def test_the_beginning_may_go_when_its_time_is_up() -> None:
    first, *_others = write(), write(), write()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM users_securityevent WHERE id = %s", [first.pk])

    assert first_broken_event() is None


def test_an_altered_line_shows_in_the_chain() -> None:
    forged = write()
    SecurityEvent.objects.bulk_create([SecurityEvent(kind="denied", previous=forged.digest, digest="0" * 64)])

    broken = first_broken_event()

    assert broken is not None
    assert broken.digest == "0" * 64


def test_the_database_refuses_to_rewrite_a_line() -> None:
    event = write()

    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE users_securityevent SET text = 'x' WHERE id = %s", [event.pk])


def test_the_model_refuses_to_rewrite_or_remove_lines() -> None:
    event = write()

    for rewrite in (
        event.save,
        event.delete,
        SecurityEvent.objects.all().delete,
        lambda: SecurityEvent.objects.update(text=""),
    ):
        with pytest.raises(SecurityLogIsAppendOnly):
            rewrite()
