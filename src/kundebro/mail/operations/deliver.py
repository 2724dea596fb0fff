"""Claim → send → sent (CAM-1): the two short transactions around a talk with a mail server."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kundebro.mail.choices import UNDER_WAY, MailState
from kundebro.mail.models import OutgoingMail
from kundebro.mail.models.outgoing import LEASE
from kundebro.mail.operations.tell import tell_of
from kundebro.mail.queries import default_account
from kundebro.mail.smtp import Outcome, Verdict

LOOKED_AT = 20
FOR_PEOPLE = (MailState.FAILED, MailState.UNCERTAIN)
PROBLEM_LENGTH = OutgoingMail._meta.get_field("problem").max_length


def claim_next(*, now: datetime) -> OutgoingMail | None:
    """Take the mail that has been due the longest, for oneself alone; None when there is none or no account to use.

    What is returned knows its account and its attempt, which `settle` asks for.
    """
    fallback = default_account()
    due = OutgoingMail.objects.due(now)
    if fallback is None:
        due = due.exclude(account=None)
    for mail in due.select_related("account", "queued_by")[:LOOKED_AT]:
        account = mail.account or fallback
        still_there = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.QUEUED, attempts=mail.attempts)
        with transaction.atomic():
            is_ours = still_there.update(
                state=MailState.SENDING,
                attempts=F("attempts") + 1,
                account=account,
                lease_until=now + LEASE,
                next_attempt_at=None,
            )
        if is_ours:
            mail.account, mail.attempts = account, mail.attempts + 1
            return mail
    return None


def settle(mail: OutgoingMail, outcome: Outcome, *, now: datetime) -> bool:
    """Write how the attempt ended; false when somebody has decided about the mail meanwhile."""
    ours = OutgoingMail.objects.filter(
        pk=mail.pk, attempts=mail.attempts, state__in=(MailState.SENDING, MailState.UNCERTAIN)
    )
    problem = " ".join(outcome.words.split())[:PROBLEM_LENGTH]
    standing = _standing_after(mail, outcome, now)
    with transaction.atomic():
        is_ours = bool(ours.update(lease_until=None, problem=problem, **standing))
        if is_ours and standing["state"] in FOR_PEOPLE:
            tell_of(mail, standing["state"], now=now)
    return is_ours


def _standing_after(mail: OutgoingMail, outcome: Outcome, now: datetime) -> dict[str, Any]:
    delay = mail.delay_before_next_attempt()
    if outcome.verdict is Verdict.SENT:
        return {"state": MailState.SENT, "sent_at": now}
    if outcome.verdict is Verdict.UNKNOWN:
        return {"state": MailState.UNCERTAIN}
    if outcome.verdict is Verdict.REFUSED or delay is None:
        return {"state": MailState.FAILED}
    return {"state": MailState.QUEUED, "refusals": F("refusals") + 1, "next_attempt_at": now + delay}


def flag_abandoned(*, now: datetime) -> int:
    """Show to people what a sender took and never told the end of: it may have been sent, or not (M-13). How many."""
    flagged = 0
    for mail in OutgoingMail.objects.abandoned(now).select_related("queued_by"):
        still_so = OutgoingMail.objects.abandoned(now).filter(pk=mail.pk, attempts=mail.attempts)
        told = _("The sending was cut off. The mail may have been sent, or not.")
        with transaction.atomic():
            if still_so.update(state=MailState.UNCERTAIN, lease_until=None, problem=told):
                tell_of(mail, MailState.UNCERTAIN, now=now)
                flagged += 1
    return flagged


def hold_back() -> int:
    """After a restore, leave to people what the backup still had to send: it may have been sent since. How many."""
    return OutgoingMail.objects.filter(state__in=UNDER_WAY).update(
        state=MailState.UNCERTAIN,
        lease_until=None,
        next_attempt_at=None,
        problem=_("It comes from a backup. It may have been sent since the backup was taken."),
    )
