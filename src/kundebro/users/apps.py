from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """People, roles, teams and sign-in."""

    name = "kundebro.users"
    verbose_name = _("Users")

    def ready(self) -> None:
        """Read the rights of every app; plug our pages into the menus and the set-up."""
        autodiscover_modules("permissions")
        import_module("kundebro.users.receivers")
        from kundebro.core import witnesses
        from kundebro.users.invariants import register_invariants  # models are loaded by now
        from kundebro.users.pages import register_pages

        register_invariants()
        witnesses.register(
            name="users.security_log", query="SELECT digest FROM users_securityevent ORDER BY id DESC LIMIT 1"
        )
        register_pages()
