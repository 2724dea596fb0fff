"""What has become of a record since someone read it, to settle two people's changes field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from kundebro.history.models import Change
from kundebro.history.tracked import Tracked
from kundebro.users.models import User


@dataclass(frozen=True)
class Since:
    """Fields changed after a version: their values then, by field name, and who changed the record last."""

    originals: Mapping[str, Any]
    by: User | None


def changed_since(record: Tracked, version: int) -> Since:
    """What the fields changed after the version held at it; links as sorted lists of keys, foreign keys as keys."""
    changes = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        kind=Change.Kind.UPDATED,
        version__gt=version,
    ).select_related("changeset__by")
    originals: dict[str, Any] = {}
    by = None
    columns: dict[str, models.Field[Any, Any]] = {column.attname: column for column in record._meta.concrete_fields}
    for change in changes.order_by("pk"):
        by = change.changeset.by
        for name, (old, _new) in change.values.items():
            column = columns.get(name)
            originals.setdefault(column.name if column else name, column.to_python(old) if column else old)
    return Since(originals, by)
