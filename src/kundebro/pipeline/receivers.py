from typing import Any

from django.dispatch import receiver

from kundebro.history import rules
from kundebro.history.models import Changeset
from kundebro.history.recorder import current_recording
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.operations.figures import hold_prospects, refresh_figures
from kundebro.prospects.queries.behind import prospects_behind


@receiver(rules.rows_undoing, dispatch_uid="pipeline.rows_undoing")
def rows_undoing(rows: rules.Rows, **_kwargs: Any) -> None:
    """The prospects are locked before what an undo will write of their projects."""
    for model, keys in rows:
        if model is SalesProject:
            hold_prospects(prospects_behind(SalesProject, keys, undone=current_recording().changeset.undoes_id))


@receiver(rules.rows_undone, dispatch_uid="pipeline.rows_undone")
def rows_undone(rows: rules.Rows, undone: Changeset, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is SalesProject:
            refresh_figures(prospects_behind(SalesProject, keys, undone=undone))
