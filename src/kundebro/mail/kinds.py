"""What notifications are about: apps register their kinds."""

from dataclasses import dataclass

from django.utils.functional import Promise

from kundebro.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class NotificationKind:
    """One kind; `is_mailed` is false for what must never come by mail, such as news of mail that cannot be sent.

    `is_in_digest` is false for what the morning digest says in a section of its own.
    """

    key: str
    title: str | Promise
    icon: str
    is_mailed: bool = True
    is_in_digest: bool = True


kinds = Registry[NotificationKind](key=lambda kind: kind.key)
