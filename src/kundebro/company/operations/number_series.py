from collections.abc import Mapping

from django.db import transaction

from kundebro.company.models import NumberSeries


class SeriesOverlap(ValueError):
    """Two series could give the same number."""

    def __init__(self, other: NumberSeries) -> None:
        super().__init__(f"Overlaps number series {other.code}")
        self.other = other


class SystemSeries(ValueError):
    """A system series is edited, never deleted."""


def add_series(series: NumberSeries) -> NumberSeries:
    """Store a new series; raises SeriesOverlap."""
    with transaction.atomic():
        _refuse_overlap(series)
        series.save(force_insert=True)
    return series


def change_series(series: NumberSeries, *, changes: Mapping[str, object]) -> NumberSeries:
    """Write the given fields and leave the rest, for numbers may be taken while a form is open; raises SeriesOverlap."""
    with transaction.atomic():
        stored = NumberSeries.objects.select_for_update().get(pk=series.pk)
        for name, value in changes.items():
            setattr(stored, name, value)
        _refuse_overlap(stored)
        stored.save(update_fields=list(changes))
    return stored


def delete_series(series: NumberSeries) -> None:
    """Delete a series of one's own; raises SystemSeries."""
    if series.is_system:
        raise SystemSeries(series.code)
    series.delete()


def _refuse_overlap(series: NumberSeries) -> None:
    for other in NumberSeries.objects.select_for_update().exclude(pk=series.pk).order_by("pk"):
        if series.overlaps(other):
            raise SeriesOverlap(other)
