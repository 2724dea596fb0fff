from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from kundebro.mail.choices import MailState
from kundebro.mail.models import MorningDigest, Notification, OutgoingMail

MAIL_KEPT: Final = timedelta(days=90)
READ_KEPT: Final = timedelta(days=30)
UNREAD_KEPT: Final = timedelta(days=90)


def forget_old(*, now: datetime) -> int:
    """Delete mail that was sent or failed long ago, and old notifications; how many rows.

    What is uncertain stays until somebody has decided.
    """
    is_over = Q(state=MailState.SENT, sent_at__lt=now - MAIL_KEPT)
    is_over |= Q(state=MailState.FAILED, queued_at__lt=now - MAIL_KEPT)
    is_old = Q(read_at__lt=now - READ_KEPT) | Q(created_at__lt=now - UNREAD_KEPT)
    with transaction.atomic():
        MorningDigest.objects.filter(made_at__lt=now - READ_KEPT).delete()
        mails, _by_model = OutgoingMail.objects.filter(is_over).delete()
        notifications, _by_model = Notification.objects.filter(is_old).delete()
    return mails + notifications
