"""What becomes of a mail with every kind of mail server (reliability.md CAM-1, F-22)."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kundebro.mail import smtp
from kundebro.mail.attachments import Attachment, AttachmentGone, AttachmentSource, sources
from kundebro.mail.choices import Encryption, MailState
from kundebro.mail.models import MailAccount, OutgoingMail
from kundebro.mail.models.outgoing import DELAYS, LEASE
from kundebro.mail.operations import claim_next, flag_abandoned, mark_as_sent, send_again, settle
from kundebro.mail.sender import make_round, send
from kundebro.mail.smtp import Outcome, Verdict
from tests.factories.mail import make_account, make_mail
from tests.factories.users import make_user
from tests.fakes.mail_server import MailServer, mail_server, make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def account(server: MailServer) -> MailAccount:
    return make_account(port=server.port)


def sent(mail: OutgoingMail) -> OutgoingMail:
    """The mail after one round of the sender."""
    assert make_round()
    mail.refresh_from_db()
    return mail


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_mail_arrives_as_it_was_written(server: MailServer, account: MailAccount) -> None:
    mail = make_mail(
        to_address="bo@firma.example",
        to_name="Bo Ærø",
        subject="Tilbud på rør – 45.000 kr.",
        text="Hej Bo\n.\n..\nHilsen Eva\n",
        html="<p>Kære Bo Ærø</p>",
        headers={"List-ID": "tilbud.fjordbo.example"},
    )

    assert sent(mail).state == MailState.SENT

    (letter,) = server.taken
    plain, rich = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().splitlines() == ["Hej Bo", ".", "..", "Hilsen Eva"]
    assert rich.get_content().strip() == "<p>Kære Bo Ærø</p>"
    assert {name: str(letter[name]) for name in ("From", "To", "Subject", "Message-ID", "List-ID")} == {
        "From": "Fjordbo ApS <post@fjordbo.example>",
        "To": "Bo Ærø <bo@firma.example>",
        "Subject": "Tilbud på rør – 45.000 kr.",
        "Message-ID": f"<{mail.message_id}>",
        "List-ID": "tilbud.fjordbo.example",
    }
    assert mail.sent_at is not None


def test_each_mail_is_sent_once_and_the_longest_waiting_first(server: MailServer, account: MailAccount) -> None:
    now = timezone.now()
    later, first = make_mail(now=now - timedelta(minutes=1)), make_mail(now=now - timedelta(minutes=2))

    while make_round():
        pass

    assert [letter["Message-ID"] for letter in server.taken] == [f"<{first.message_id}>", f"<{later.message_id}>"]


def test_a_mail_that_is_to_go_later_waits(server: MailServer, account: MailAccount) -> None:
    make_mail(not_before=timezone.now() + timedelta(hours=1))

    assert not make_round()


def test_without_an_account_mail_waits_until_there_is_one(server: MailServer) -> None:
    mail = make_mail()
    assert not make_round()

    make_account(port=server.port)

    assert sent(mail).state == MailState.SENT


@pytest.mark.parametrize("answer", ["421 Try again later", "450 Mailbox busy", "451 Greylisted"])
def test_what_is_put_off_is_tried_again_with_growing_delay_until_it_has_been_enough(
    server: MailServer, account: MailAccount, answer: str
) -> None:
    mail = make_mail(to_address="bo@firma.example")
    server.answers["bo@firma.example"] = answer

    for delay in DELAYS:
        before = timezone.now()
        assert sent(mail).state == MailState.QUEUED
        assert mail.problem == answer
        assert mail.next_attempt_at is not None
        assert timedelta(0) <= mail.next_attempt_at - before - delay < timedelta(minutes=1)
        OutgoingMail.objects.update(next_attempt_at=before)

    assert sent(mail).state == MailState.FAILED
    assert server.taken == []


@pytest.mark.parametrize("at", ["bo@firma.example", "DATA"])
def test_what_is_refused_fails_at_once_with_the_servers_words(
    server: MailServer, account: MailAccount, at: str
) -> None:
    mail = make_mail(to_address="bo@firma.example")
    server.answers[at] = "550 No such user here"

    assert sent(mail).state == MailState.FAILED

    assert mail.problem == "550 No such user here"
    assert not make_round()


def test_a_refused_sign_in_is_not_the_mails_fault(server: MailServer, account: MailAccount) -> None:
    account.user_name, account.password = "post", "forkert"
    account.save()

    assert sent(make_mail()).state == MailState.QUEUED


def test_a_user_name_is_signed_in_with_its_password(server: MailServer) -> None:
    make_account(port=server.port, user_name="post", password="hemmelig")

    assert sent(make_mail()).state == MailState.SENT

    assert server.signed_in == ["post"]


@pytest.mark.parametrize(("manner", "arrived"), [("drops after DATA", 0), ("takes and drops", 1)])
def test_a_drop_after_data_leaves_it_to_a_person(
    server: MailServer, account: MailAccount, manner: Any, arrived: int
) -> None:
    server.manner = manner
    mail = make_mail()

    assert sent(mail).state == MailState.UNCERTAIN

    assert not make_round()
    assert len(server.taken) == arrived


def test_a_server_that_is_down_puts_it_off() -> None:
    make_account(port=free_port())

    mail = sent(make_mail())

    assert mail.state == MailState.QUEUED
    assert mail.problem


def test_a_slow_server_is_given_up_before_the_letter_went(
    server: MailServer, account: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    server.manner, server.seconds = "is slow", 1

    assert sent(make_mail()).state == MailState.QUEUED

    assert server.taken == []


def test_no_page_waits_for_a_slow_server(server: MailServer, client: Client) -> None:
    server.manner, server.seconds = "is slow", 30
    account = make_account(port=server.port)
    client.force_login(make_user())

    started = time.monotonic()
    answer = client.post(reverse("mail:trial", args=[account.pk]), {"key": "k"})
    page = client.get(answer.headers["Location"])

    assert time.monotonic() - started < 15
    assert page.context["mail"].state == MailState.QUEUED


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_a_trusted_certificate_is_taken(
    encryption: Encryption, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with mail_server(certificate=certificate, speaks_tls=encryption == Encryption.TLS) as server:
        make_account(host="localhost", port=server.port, encryption=encryption, user_name="post", password="hemmelig")

        assert sent(make_mail()).state == MailState.SENT


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
@pytest.mark.parametrize(
    ("host", "days", "is_trusted"), [("localhost", 1, False), ("localhost", -1, True), ("x.dk", 1, True)]
)
def test_nothing_goes_past_a_certificate_that_is_unknown_expired_or_anothers(
    encryption: Encryption, host: str, days: int, is_trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, host=host, days=days)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with mail_server(certificate=certificate, speaks_tls=encryption == Encryption.TLS) as server:
        make_account(host="localhost", port=server.port, encryption=encryption, user_name="post", password="hemmelig")

        assert sent(make_mail()).state == MailState.QUEUED

        assert (server.taken, server.signed_in) == ([], [])


def test_nothing_goes_in_clear_where_starttls_is_not_offered(server: MailServer) -> None:
    make_account(port=server.port, encryption=Encryption.STARTTLS, user_name="post", password="hemmelig")

    assert sent(make_mail()).state == MailState.QUEUED

    assert (server.taken, server.signed_in) == ([], [])


def test_a_danish_domain_goes_as_the_wire_wants_it(server: MailServer, account: MailAccount) -> None:
    make_mail(to_address="bo@rødgrød.example")

    assert make_round()

    assert server.recipients == ["bo@xn--rdgrd-vuad.example"]


def test_attachments_are_read_when_the_mail_goes(server: MailServer, account: MailAccount) -> None:
    def load(key: int) -> Attachment:
        if key == 2:
            raise AttachmentGone
        return Attachment("Tilbud på rør.pdf", "application/pdf", b"%PDF")

    sources.register(AttachmentSource("test", load))
    try:
        whole, bare = make_mail(attachments=[("test", 1)]), make_mail(attachments=[("test", 2)])
        assert sent(whole).state == MailState.SENT
        assert sent(bare).state == MailState.FAILED
    finally:
        sources._items.pop("test")

    (file,) = server.taken[0].iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Tilbud på rør.pdf", b"%PDF")


def test_two_senders_never_take_the_same_mail(account: MailAccount) -> None:
    make_mail()

    assert claim_next(now=timezone.now()) is not None
    assert claim_next(now=timezone.now()) is None


def test_a_sender_that_died_leaves_an_uncertain_mail_that_is_not_sent_by_itself(
    server: MailServer, account: MailAccount
) -> None:
    mail = make_mail()
    claimed_at = timezone.now()
    assert claim_next(now=claimed_at) == mail

    assert flag_abandoned(now=claimed_at + LEASE) == 0
    assert flag_abandoned(now=claimed_at + LEASE + timedelta(seconds=1)) == 1

    mail.refresh_from_db()
    assert mail.state == MailState.UNCERTAIN
    assert not make_round()


def test_a_person_sends_it_again_under_the_same_message_id(server: MailServer, account: MailAccount) -> None:
    server.manner = "takes and drops"
    mail, user = make_mail(), make_user()
    sent(mail)
    server.manner = "takes"

    send_again(mail, by=user, now=timezone.now())

    assert sent(mail).state == MailState.SENT
    assert mail.decided_by == user
    assert server.counts == {f"<{mail.message_id}>": 2}


def test_what_a_late_sender_says_does_not_overrule_a_person(account: MailAccount) -> None:
    mail = make_mail(now=timezone.now() - LEASE * 3)
    claimed = claim_next(now=timezone.now() - LEASE * 2)
    assert claimed is not None
    flag_abandoned(now=timezone.now())
    mark_as_sent(mail, by=make_user(), now=timezone.now())

    assert not settle(claimed, Outcome(Verdict.PUT_OFF), now=timezone.now())

    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_a_sender_that_is_told_to_end_at_once_says_how_far_it_came(
    server: MailServer, account: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_arguments: Any, **_named: Any) -> ssl.SSLContext:
        raise SystemExit

    mail = make_mail()
    claimed = claim_next(now=timezone.now())
    assert claimed is not None
    monkeypatch.setattr(ssl, "create_default_context", ended)

    with pytest.raises(SystemExit):
        send(claimed)

    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
