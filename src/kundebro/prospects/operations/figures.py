"""Keeps the stored figures right; `kundebro verify` compares them with the truth (I-13)."""

from collections.abc import Collection

from kundebro.prospects.figures import figures
from kundebro.prospects.models import Prospect

PORTION = 500


def hold_prospects(prospects: Collection[int]) -> None:
    """Lock the prospects before what belongs to them: what is written of it comes from that end too."""
    rows = Prospect._base_manager.filter(pk__among=sorted(set(prospects)))
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def refresh_figures(prospects: Collection[int]) -> None:
    """Work out the figures of these prospects anew, in the transaction of what changed them.

    The prospects are locked first: the statement that works the figures out then sees what others have committed.
    """
    keys = sorted(set(prospects))
    values = {figure.name: figure.value() for figure in figures}
    for start in range(0, len(keys) if values else 0, PORTION):
        portion = keys[start : start + PORTION]
        hold_prospects(portion)
        Prospect._base_manager.filter(pk__among=portion).update(**values)
