from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kundebro.core.templatetags.kundebro import dk_when
from kundebro.mail.letters import checked_headers, one_line, wire_domain
from kundebro.mail.models import MailAccount, OutgoingMail
from kundebro.mail.queries import default_account
from kundebro.mail.writing import Written, written
from kundebro.users.models import User

SUBJECT_LENGTH = OutgoingMail._meta.get_field("subject").max_length
NAME_LENGTH = OutgoingMail._meta.get_field("to_name").max_length


def queue_mail(  # noqa: PLR0913  what a mail consists of
    body: Written,
    *,
    to_address: str,
    key: str,
    now: datetime,
    to_name: str = "",
    by: User | None = None,
    about: models.Model | None = None,
    account: MailAccount | None = None,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[tuple[str, int]] = (),
    not_before: datetime | None = None,
) -> OutgoingMail:
    """Put a mail to one address in the outbox; it goes when the caller's transaction commits (JOB-4).

    The same key is the same mail: a second call answers with the first one. Without an account it goes through the one
    that is the default when it is sent, and waits until there is one. `attachments` are pairs of a registered source
    and a key. Raises ValidationError for an address that is none, and BadHeader.
    """
    validate_email(to_address)
    sender = account or default_account()
    domain = wire_domain(sender.sender_address) if sender else urlsplit(settings.ADDRESS).hostname or "localhost"
    with transaction.atomic():
        mail, _is_new = OutgoingMail.objects.get_or_create(
            key=key,
            defaults={
                "account": account,
                "to_address": to_address,
                "to_name": one_line(to_name)[:NAME_LENGTH],
                "subject": one_line(body.subject)[:SUBJECT_LENGTH],
                "text": body.text,
                "html": body.html,
                "headers": checked_headers(headers or {}),
                "attachments": [list(pair) for pair in attachments],
                "message_id": f"{uuid4().hex}@{domain}",
                "about_type": None if about is None else ContentType.objects.get_for_model(about),
                "about_id": None if about is None else about.pk,
                "queued_by": by,
                "queued_at": now,
                "next_attempt_at": max(not_before or now, now),
            },
        )
    return mail


def queue_trial(account: MailAccount, *, by: User, key: str, now: datetime) -> OutgoingMail:
    """A mail to oneself, to see whether the account works."""
    with translation.override(by.language):
        body = written("mail/letters/trial", _("A trial from Kundebro"), {"account": account, "when": dk_when(now)})
        return queue_mail(
            body, to_address=by.email, to_name=by.name, key=f"trial:{by.pk}:{key}", now=now, by=by, account=account
        )
