"""What this app puts into the top bar, the user's menu and the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.company.setup_pages import SetupGroup, SetupPage, register
from kundebro.core.menu import Counter, Link, counters, user_menu
from kundebro.mail.queries import unread_count
from kundebro.users.models import User


def register_pages() -> None:
    """One's own notifications; for administrators mail accounts and the outbox."""
    counters.register(
        Counter(
            title=_("Notifications"),
            url_name="mail:notifications",
            icon="bell",
            count=lambda request: unread_count(request.user) if isinstance(request.user, User) else 0,
        )
    )
    user_menu.register(
        Link(title=_("Notification settings"), url_name="mail:notification-settings", icon="bell", position=12)
    )
    register(
        SetupPage(
            title=_("Mail accounts"),
            url_name="mail:accounts",
            permission="mail.view_mailaccount",
            group=SetupGroup.OPERATION,
            description=_("The servers that mail goes through, and who it comes from."),
            icon="at",
        )
    )
    register(
        SetupPage(
            title=_("Outbox"),
            url_name="mail:outbox",
            permission="mail.view_outgoingmail",
            group=SetupGroup.OPERATION,
            description=_("What was sent, what waits, and what somebody must decide about."),
            icon="send",
        )
    )
