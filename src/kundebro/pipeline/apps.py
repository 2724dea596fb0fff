from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    """Sales projects, their stages and what they may bring."""

    name = "kundebro.pipeline"
    verbose_name = _("Sales projects")

    def ready(self) -> None:
        """Plug the sales projects into the prospects' figures, search, set-up and history."""
        from kundebro.core import search
        from kundebro.history import rules
        from kundebro.pipeline import queries, receivers  # noqa: F401
        from kundebro.pipeline.models import SalesProject
        from kundebro.pipeline.pages import register_pages
        from kundebro.prospects.figures import Figure, figures

        search.register(SalesProject)
        figures.register(Figure("quotes_total_ore", queries.quotes_of))
        figures.register(Figure("potential_value_ore", queries.value_of))
        register_pages()
        rules.labels.update(
            {
                "pipeline.create": _("Sales project opened"),
                "pipeline.change": _("Sales project changed"),
                "pipeline.move": _("Moved to another stage"),
                "pipeline.close": _("Sales project ended"),
            }
        )
