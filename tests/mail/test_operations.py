from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kundebro.jobs.backups.afterwards import afterwards
from kundebro.mail.choices import Encryption, MailState
from kundebro.mail.letters import BadHeader
from kundebro.mail.models import MailAccount, OutgoingMail
from kundebro.mail.operations import (
    NothingToDecide,
    PasswordNeeded,
    claim_next,
    forget_old,
    mark_as_sent,
    save_account,
    send_again,
)
from kundebro.mail.operations.forget import MAIL_KEPT
from tests.factories.mail import make_account, make_mail
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_the_same_key_is_the_same_mail() -> None:
    assert make_mail(key="digest:1") == make_mail(key="digest:1")

    assert OutgoingMail.objects.count() == 1


def test_a_mail_is_not_there_when_the_callers_transaction_is_taken_back() -> None:
    with transaction.atomic():
        make_mail()
        transaction.set_rollback(True)

    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["", "bo", "bo@firma.dk\n", "bo@firma.dk, eva@firma.dk", "bo@firma.dk\r\nBcc: x@y.dk"]
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        make_mail(to_address=address or " ")


@pytest.mark.parametrize("text", ["Tilbud\r\nBcc: x@y.dk", "Tilbud\n Bcc: x@y.dk", "Tilbud\u2028Bcc:\tx@y.dk\0"])
def test_subject_and_name_stay_on_their_line(text: str) -> None:
    mail = make_mail(subject=text, to_name=text)

    assert (mail.subject, mail.to_name) == ("Tilbud Bcc: x@y.dk", "Tilbud Bcc: x@y.dk")


@pytest.mark.parametrize(
    ("name", "value"), [("Bcc", "x@y.dk"), ("from", "x@y.dk"), ("X-Y", "a\r\nBcc: x@y.dk"), ("X Y", "a"), ("X:Y", "a")]
)
def test_no_header_breaks_out_of_its_line_or_takes_the_place_of_ours(name: str, value: str) -> None:
    with pytest.raises(BadHeader):
        make_mail(headers={name: value})


def test_the_password_lies_encrypted() -> None:
    account = make_account(user_name="post", password="hemmelig kode")

    assert "hemmelig" not in account.encrypted_password
    assert MailAccount.objects.get().password == "hemmelig kode"


def test_the_password_stays_when_none_is_given() -> None:
    account = make_account(user_name="post", password="hemmelig")
    account.sender_name = "Fjordbo A/S"

    save_account(account)

    assert MailAccount.objects.get().password == "hemmelig"


@pytest.mark.parametrize(("field", "value"), [("host", "localhost"), ("port", 2525), ("user_name", "anden")])
def test_the_password_is_never_shown_to_another_server_or_user(field: str, value: object) -> None:
    account = make_account(user_name="post", password="hemmelig")
    setattr(account, field, value)

    with pytest.raises(PasswordNeeded):
        save_account(account)


def test_one_account_is_the_default() -> None:
    first, second = make_account(), make_account()
    assert [account.is_default for account in (first, second)] == [True, False]

    second.is_default = True
    save_account(second)

    first.refresh_from_db()
    assert [account.is_default for account in (first, second)] == [False, True]


def test_the_database_takes_no_foreign_server_without_encryption() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(host="smtp.firma.example", encryption=Encryption.NONE)


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENDING, MailState.SENT])
def test_there_is_nothing_to_decide_about_a_mail_that_is_not_uncertain(state: MailState) -> None:
    make_account()
    mail, user = make_mail(), make_user()
    if state != MailState.QUEUED:
        claim_next(now=timezone.now())
    if state == MailState.SENT:
        OutgoingMail.objects.update(state=state, lease_until=None, sent_at=timezone.now())

    for decide in (send_again, mark_as_sent):
        with pytest.raises(NothingToDecide):
            decide(mail, by=user, now=timezone.now())


def test_what_a_restored_backup_still_had_to_send_is_left_to_people() -> None:
    make_account()
    being_sent, waiting = make_mail(), make_mail()
    assert claim_next(now=timezone.now()) == being_sent

    for piece in afterwards:
        piece.work()

    assert set(OutgoingMail.objects.filter(state=MailState.UNCERTAIN)) == {being_sent, waiting}


def test_sent_mail_is_forgotten_and_uncertain_mail_is_not() -> None:
    long_ago = timezone.now() - MAIL_KEPT - timedelta(days=1)
    old, uncertain, new = make_mail(now=long_ago), make_mail(now=long_ago), make_mail()
    for mail, state in ((old, MailState.SENT), (uncertain, MailState.UNCERTAIN)):
        is_sent = state == MailState.SENT
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=state, next_attempt_at=None, sent_at=long_ago if is_sent else None
        )

    assert forget_old(now=timezone.now()) == 1

    assert set(OutgoingMail.objects.all()) == {uncertain, new}
