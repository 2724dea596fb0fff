"""What sellers are to win."""

from collections.abc import Mapping
from datetime import date

from kundebro.history.recorder import recording
from kundebro.pipeline.models import SalesTarget
from kundebro.users.models import User

Targets = Mapping[tuple[int, date], int | None]
"""Øre by seller's key and first day of the month; None for no target."""


def save_targets(wanted: Targets, *, by: User, key: str | None = None) -> int:
    """Set the targets of these sellers and months; returns how many have changed."""
    with recording("pipeline.save-targets", by=by, key=key) as record:
        if record.is_repeat:
            return 0
        sellers, months = {seller for seller, _month in wanted}, {month for _seller, month in wanted}
        rows = SalesTarget.objects.select_for_update().filter(seller__in=sellers, month__in=months)
        present = {(row.seller_id, row.month): row for row in rows}
        changed = 0
        for place, ore in wanted.items():
            row = present.get(place)
            if ore is None and row is not None:
                row.delete()
            elif ore is not None and row is None:
                SalesTarget(seller_id=place[0], month=place[1], amount_ore=ore).save()
            elif row is not None and row.amount_ore != ore and ore is not None:
                row.amount_ore = ore
                row.save()
            else:
                continue
            changed += 1
        return changed
