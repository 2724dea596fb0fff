from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kundebro.core.menu import Group, MenuItem, menu


class CompanyConfig(AppConfig):
    """The company, its departments, code tables and number series."""

    name = "kundebro.company"
    verbose_name = _("Company")

    def ready(self) -> None:
        """Plug the set-up into the menu and this app's own pages into the set-up."""
        from kundebro.company.pages import register_pages

        register_pages()
        menu.register(
            MenuItem(
                group=Group.SETUP,
                title=_("Settings"),
                url_name="company:setup",
                permission="company.view_setup",
                icon="settings",
                position=10,
            )
        )
