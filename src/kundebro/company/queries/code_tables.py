"""What one must know to keep a code table: who points at a row, and where a new one goes."""

from collections import Counter
from collections.abc import Iterator

from django.db import models
from django.db.models import Count, Max

from kundebro.company.models import CodeTable

STEP = 10


def use_counts(model: type[models.Model]) -> Counter[object]:
    """Records that point at each row of the table, by its key; rows nobody uses are missing."""
    counts: Counter[object] = Counter()
    for table, column in _pointers(model):
        pointed = table._base_manager.filter(**{f"{column}__isnull": False}).order_by().values_list(column)
        counts.update(dict(pointed.annotate(records=Count("*"))))
    return counts


def is_used(row: models.Model) -> bool:
    """Whether any record points at the row; asks no more than it must."""
    return any(table._base_manager.filter(**{column: row.pk}).exists() for table, column in _pointers(type(row)))


def next_position(model: type[CodeTable]) -> int:
    """Where a new row of the table stands when nobody says otherwise: last, with room before it."""
    highest = model._default_manager.aggregate(highest=Max("position"))["highest"]
    return STEP if highest is None else int(highest) + STEP


def _pointers(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to the table, those of hidden relations and many-to-many tables included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.related_model, relation.field.attname
