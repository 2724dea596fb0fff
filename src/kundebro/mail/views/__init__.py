"""Pages about mail accounts, the outbox and notifications."""

from kundebro.mail.views.accounts import account, accounts, add_account, send_trial
from kundebro.mail.views.notifications import notification_settings, notifications, open_notification, read_all
from kundebro.mail.views.outbox import mail, mark_as_sent, outbox, send_again

__all__ = [
    "account",
    "accounts",
    "add_account",
    "mail",
    "mark_as_sent",
    "notification_settings",
    "notifications",
    "open_notification",
    "outbox",
    "read_all",
    "send_again",
    "send_trial",
]
