from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kundebro.core.dates import next_working_day
from kundebro.core.formats import show_date
from kundebro.mail.digest import digest_sections
from kundebro.mail.models import MorningDigest
from kundebro.mail.operations.queue import queue_mail
from kundebro.mail.queries import default_account, settings_of, users_awaiting_digest
from kundebro.mail.writing import written
from kundebro.users.models import User

NOON: Final = 12


def send_digests(*, now: datetime) -> int:
    """Write the morning digests whose hour has come, on working days and before noon; how many had something to say."""
    local = timezone.localtime(now)
    if local.hour >= NOON or next_working_day(local.date()) != local.date() or default_account() is None:
        return 0
    waiting = users_awaiting_digest(today=local.date(), hour=local.hour)
    return sum(_send_digest(user, today=local.date(), now=now) for user in waiting)


def _send_digest(user: User, *, today: date, now: datetime) -> bool:
    with transaction.atomic(), translation.override(user.language):
        digest, is_ours = MorningDigest.objects.get_or_create(user=user, day=today, defaults={"made_at": now})
        if not is_ours:
            return False
        told = [(section.title, part) for section in digest_sections if (part := section.told_to(user, today))]
        if not told:
            return False
        subject = _("Your morning overview %(date)s") % {"date": show_date(today)}
        digest.mail = queue_mail(
            written("mail/letters/digest", subject, {"sections": told, "user": user}),
            to_address=user.email,
            to_name=user.name,
            key=f"digest:{user.pk}:{today.isoformat()}",
            now=now,
            not_before=settings_of(user).may_be_told_at(now),
            headers={"Auto-Submitted": "auto-generated"},
        )
        digest.save(update_fields=["mail"])
    return True
