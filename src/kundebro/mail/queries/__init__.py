from kundebro.mail.queries.notifications import (
    news_for,
    notifications_page,
    settings_of,
    unread_count,
    unread_subquery,
    users_awaiting_digest,
)
from kundebro.mail.queries.outbox import default_account, mails_page, undecided_count

__all__ = [
    "default_account",
    "mails_page",
    "news_for",
    "notifications_page",
    "settings_of",
    "undecided_count",
    "unread_count",
    "unread_subquery",
    "users_awaiting_digest",
]
