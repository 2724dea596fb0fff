"""What this app puts into the menus and the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.company.setup_pages import SetupGroup, SetupPage, register
from kundebro.core.menu import Group, Link, MenuItem, menu, user_menu


def register_pages() -> None:
    """One's own profile, the register of people, teams and the security log."""
    user_menu.register(Link(title=_("My profile"), url_name="users:profile", icon="user", position=10))
    user_menu.register(
        Link(title=_("Signed-in devices"), url_name="users:sessions", icon="device-desktop", position=15)
    )
    menu.register(
        MenuItem(
            group=Group.SETUP,
            title=_("Users and roles"),
            url_name="users:list",
            permission="users.view_user",
            icon="users",
            position=80,
        )
    )
    register(
        SetupPage(
            title=_("Users and roles"),
            url_name="users:list",
            permission="users.view_user",
            group=SetupGroup.OPERATION,
            description=_("Who may sign in, what they may do and whose records they see."),
            icon="users",
        )
    )
    register(
        SetupPage(
            title=_("Teams"),
            url_name="users:teams",
            permission="users.view_user",
            group=SetupGroup.OPERATION,
            description=_("People who see each other's records."),
            icon="users-group",
        )
    )
    register(
        SetupPage(
            title=_("Security log"),
            url_name="users:security-log",
            permission="users.view_security_log",
            group=SetupGroup.OPERATION,
            description=_("Sign-ins, denials, exports and changes of rights."),
            icon="shield-lock",
        )
    )
