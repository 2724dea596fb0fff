"""Mail accounts and mails for tests."""

from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from kundebro.mail.choices import Encryption
from kundebro.mail.models import MailAccount, Notification, OutgoingMail
from kundebro.mail.operations import queue_mail, save_account
from kundebro.mail.writing import Written
from kundebro.users.models import User

_numbers = count(1)


def make_account(*, password: str = "", **fields: Any) -> MailAccount:
    """An account at a server on this machine, without encryption unless it is given."""
    usual: dict[str, Any] = {
        "name": f"Konto {next(_numbers)}",
        "host": "127.0.0.1",
        "port": 25,
        "encryption": Encryption.NONE,
        "sender_name": "Fjordbo ApS",
        "sender_address": "post@fjordbo.example",
    }
    return save_account(MailAccount(**usual | fields), password=password)


def make_mail(
    *, to_address: str = "", subject: str = "Tilbud", text: str = "Kære Bo\n", html: str = "", key: str = "",
    now: datetime | None = None, **rest: Any,
) -> OutgoingMail:  # fmt: skip
    """A mail in the outbox."""
    number = next(_numbers)
    return queue_mail(
        Written(subject, text, html),
        to_address=to_address or f"modtager{number}@firma.example",
        key=key or f"test:{number}",
        now=now or timezone.now(),
        **rest,
    )


def make_notification(user: User, *, text: str = "Hej", **fields: Any) -> Notification:
    """Something the user was told."""
    return Notification.objects.create(
        user=user, text=text, **{"kind": "mail", "created_at": timezone.now(), **fields}
    )
