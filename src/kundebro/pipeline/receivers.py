from typing import Any

from django.dispatch import receiver

from kundebro.history import rules
from kundebro.history.models import Changeset
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.operations.figures import refresh_figures
from kundebro.prospects.queries.behind import prospects_behind


@receiver(rules.rows_undone, dispatch_uid="pipeline.rows_undone")
def rows_undone(rows: rules.Rows, undone: Changeset, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is SalesProject:
            refresh_figures(prospects_behind(SalesProject, keys, undone=undone))
