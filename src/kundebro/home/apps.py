from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Start page, global search and demo data."""

    name = "kundebro.home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Put the start page first in the menu, and let lists be filtered by what its numbers count."""
        from kundebro.core import palette
        from kundebro.core.menu import Group, MenuItem, menu
        from kundebro.history import rules
        from kundebro.home import search
        from kundebro.home.digest import register_sections
        from kundebro.home.traits import register_traits

        menu.register(MenuItem(group=Group.START, title=_("Home"), url_name="home:start", icon="home", key="S"))
        menu.register(
            MenuItem(
                group=Group.CRM,
                title=_("Statistics"),
                url_name="home:statistics",
                permission="prospects.view_prospect",
                position=50,
                icon="chart-bar",
            )
        )
        rules.labels["home.demo"] = _("Demo data")
        register_traits()
        register_sections()
        for source in search.SOURCES:
            palette.sources.register(source)
