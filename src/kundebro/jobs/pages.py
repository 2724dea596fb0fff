"""What this app puts into the user's menu and the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.company.setup_pages import SetupGroup, SetupPage, register
from kundebro.core.menu import Link, user_menu


def register_pages() -> None:
    """One's own background jobs; for administrators backups and checks."""
    user_menu.register(Link(title=_("Background jobs"), url_name="jobs:list", icon="clipboard-list", position=20))
    register(
        SetupPage(
            title=_("Backup and checks"),
            url_name="jobs:backups",
            permission="jobs.view_backup",
            group=SetupGroup.OPERATION,
            description=_("Backups, whether they can be restored, and whether everything holds."),
            icon="archive",
        )
    )
