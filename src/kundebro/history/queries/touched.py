"""Which columns of which rows a changeset changed."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import models

from kundebro.history.models import Change, Changeset


def columns_changed(
    changeset: Changeset, model: type[models.Model], keys: Collection[int]
) -> dict[int, dict[str, int]]:
    """By key, of the rows asked for: the columns that the changeset gave other values, and the key of the last change."""
    found: dict[int, dict[str, int]] = {}
    changes = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__among=list(keys),
        changeset=changeset,
        kind=Change.Kind.UPDATED,
    )
    for key, change, values in changes.order_by("pk").values_list("object_id", "pk", "values"):
        found.setdefault(key, {}).update(dict.fromkeys(values, change))
    return found
