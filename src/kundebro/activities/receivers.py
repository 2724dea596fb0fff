from typing import Any

from django.dispatch import receiver

from kundebro.activities.models import Activity
from kundebro.history import rules
from kundebro.prospects.operations.figures import refresh_figures


@receiver(rules.rows_undone, dispatch_uid="activities.rows_undone")
def rows_undone(rows: rules.Rows, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is Activity:
            owners = Activity.objects.filter(pk__among=keys).values_list("prospect_id", flat=True)
            refresh_figures(list(owners))
