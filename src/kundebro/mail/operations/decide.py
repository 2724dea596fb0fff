"""What a person says about a mail of which nobody knows whether it was sent, or which failed (M-13)."""

from datetime import datetime

from django.db import transaction

from kundebro.mail.choices import MailState
from kundebro.mail.models import OutgoingMail
from kundebro.users.models import User


class NothingToDecide(Exception):
    """The mail waits, is being sent or was sent."""


def send_again(mail: OutgoingMail, *, by: User, now: datetime) -> OutgoingMail:
    """Put it back in the queue with all attempts ahead of it, under the same Message-ID; raises NothingToDecide."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
        if not mail.may_be_sent_again:
            raise NothingToDecide
        mail.state, mail.next_attempt_at, mail.refusals, mail.problem = MailState.QUEUED, now, 0, ""
        return _decided(mail, by=by, now=now)


def mark_as_sent(mail: OutgoingMail, *, by: User, now: datetime) -> OutgoingMail:
    """Take somebody's word that it arrived; raises NothingToDecide."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
        if not mail.is_uncertain:
            raise NothingToDecide
        mail.state, mail.sent_at, mail.problem = MailState.SENT, now, ""
        return _decided(mail, by=by, now=now)


def _decided(mail: OutgoingMail, *, by: User, now: datetime) -> OutgoingMail:
    mail.decided_by, mail.decided_at = by, now
    mail.save()
    return mail
