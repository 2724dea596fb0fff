from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver

from kundebro.history import rules
from kundebro.history.models import Change
from kundebro.history.recorder import current_recording
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations.figures import hold_owners
from kundebro.prospects.operations.figures import refresh_figures


@receiver(rules.rows_undoing, dispatch_uid="pipeline.rows_undoing")
def rows_undoing(rows: rules.Rows, **_kwargs: Any) -> None:
    """The prospects are locked before what an undo will write of their projects."""
    for model, keys in rows:
        if model is SalesProject:
            hold_owners(list(_prospects_of(keys)))


@receiver(rules.rows_undone, dispatch_uid="pipeline.rows_undone")
def rows_undone(rows: rules.Rows, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is SalesProject:
            refresh_figures(list(_prospects_of(keys)))


def _prospects_of(keys: list[int]) -> Iterator[int]:
    """The prospects the projects belong to now, and those the undone changeset named: a project may be gone or moved."""
    yield from SalesProject.objects.filter(pk__among=keys).values_list("prospect_id", flat=True)
    content_type = ContentType.objects.get_for_model(SalesProject)
    undone = Change.objects.filter(changeset=current_recording().changeset.undoes_id, content_type=content_type)
    for values in undone.filter(object_id__among=keys).values_list("values", flat=True):
        named = values.get("prospect_id", [])
        yield from named if isinstance(named, list) else [named]
