from kundebro.mail.models.account import MailAccount
from kundebro.mail.models.notification import (
    MorningDigest,
    Notification,
    NotificationQuerySet,
    NotificationSettings,
)
from kundebro.mail.models.outgoing import OutgoingMail, OutgoingMailQuerySet

__all__ = [
    "MailAccount",
    "MorningDigest",
    "Notification",
    "NotificationQuerySet",
    "NotificationSettings",
    "OutgoingMail",
    "OutgoingMailQuerySet",
]
