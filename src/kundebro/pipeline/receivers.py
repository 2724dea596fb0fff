from typing import Any

from django.dispatch import receiver

from kundebro.history import rules
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.operations.figures import refresh_figures


@receiver(rules.rows_undone, dispatch_uid="pipeline.rows_undone")
def rows_undone(rows: rules.Rows, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is SalesProject:
            owners = SalesProject.objects.filter(pk__among=keys).values_list("prospect_id", flat=True)
            refresh_figures(list(owners))
