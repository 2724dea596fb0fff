from datetime import time

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
        from kundebro.imports.targets import targets
        from kundebro.jobs import schedule
        from kundebro.pipeline import queries, receivers, tasks  # noqa: F401
        from kundebro.pipeline.importing import projects_target
        from kundebro.pipeline.models import SalesProject
        from kundebro.pipeline.pages import register_pages
        from kundebro.prospects.figures import Figure, figures

        search.register(SalesProject)
        targets.register(projects_target())
        figures.register(Figure("quotes_total_ore", queries.quotes_of))
        figures.register(Figure("potential_value_ore", queries.value_of))
        register_pages()
        schedule.register(
            job="pipeline.keep_forecast",
            title=_("Keep the week's forecast"),
            task=tasks.keep_forecast,
            due=schedule.Daily(at=time(1, 30)),
        )
        rules.labels.update(
            {
                "pipeline.create": _("Sales project opened"),
                "pipeline.change": _("Sales project changed"),
                "pipeline.move": _("Moved to another stage"),
                "pipeline.close": _("Sales project ended"),
                "pipeline.save-targets": _("Sales targets set"),
            }
        )
