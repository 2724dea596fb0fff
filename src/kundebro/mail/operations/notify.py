from datetime import datetime

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from kundebro.mail.kinds import kinds
from kundebro.mail.letters import one_line
from kundebro.mail.models import Notification
from kundebro.mail.operations.queue import queue_mail
from kundebro.mail.queries import default_account, settings_of
from kundebro.mail.writing import written
from kundebro.users.models import User

TEXT_LENGTH = Notification._meta.get_field("text").max_length


class NotOurPage(SuspiciousOperation):
    """A notification may lead to a page of Kundebro only, written as a path."""


def notify(user: User, text: str, *, kind: str, now: datetime, url: str = "", key: str = "") -> Notification | None:
    """Tell one person something, in that person's language; None when the person can no longer sign in.

    The same key tells it once. By mail too, after the quiet hours, for whoever wants that. Raises NotOurPage.
    """
    if url and not leads_to_us(url):
        raise NotOurPage(url)
    if not user.has_access:
        return None
    told = {"kind": kinds[kind].key, "text": one_line(text)[:TEXT_LENGTH], "url": url, "created_at": now}
    with transaction.atomic():
        if not key:
            notification, is_new = Notification.objects.create(user=user, **told), True
        else:
            notification, is_new = Notification.objects.get_or_create(user=user, key=key, defaults=told)
        if is_new and kinds[kind].is_mailed:
            _mail_at_once(notification, now=now)
    return notification


def leads_to_us(url: str) -> bool:
    """Whether it is a path, and nothing that a browser could take for another site."""
    return url.startswith("/") and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def mark_read(notification: Notification, *, now: datetime) -> None:
    """Note that it was looked at; the first time counts."""
    Notification.objects.unread().filter(pk=notification.pk).update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """Note that everything was looked at; how many there were."""
    return Notification.objects.of(user).unread().update(read_at=now)


def _mail_at_once(notification: Notification, *, now: datetime) -> None:
    user = notification.user
    settings = settings_of(user)
    if not settings.gets_mail_at_once or default_account() is None:
        return
    with translation.override(user.language):
        body = written("mail/letters/notification", notification.text, {"notification": notification})
    queue_mail(
        body,
        to_address=user.email,
        to_name=user.name,
        key=f"notification:{notification.pk}",
        now=now,
        not_before=settings.may_be_told_at(now),
        headers={"Auto-Submitted": "auto-generated"},
    )
