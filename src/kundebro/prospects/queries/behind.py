"""Whose rows of apps above are."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from kundebro.history.models import Change, Changeset


def prospects_behind(model: type[Model], keys: Collection[int], *, undone: Changeset | int | None) -> set[int]:
    """The prospects that the rows belong to now, and those the undone changeset named: a row may be gone or moved."""
    rows: Any = model._default_manager.filter(pk__among=list(keys))
    found: set[int] = set(rows.values_list("prospect_id", flat=True))
    content_type = ContentType.objects.get_for_model(model)
    told = Change.objects.filter(changeset=undone, content_type=content_type, object_id__among=list(keys))
    for values in told.values_list("values", flat=True):
        named = values.get("prospect_id", [])
        found.update(named if isinstance(named, list) else [named])
    return found
