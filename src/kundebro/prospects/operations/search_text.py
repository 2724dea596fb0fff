"""Keeps what apps above know of a prospect findable in its list."""

from collections.abc import Iterable, Mapping, Sequence

from kundebro.history.tracked import store_derived
from kundebro.prospects.models import Prospect


def refresh_contact_text(texts: Mapping[int, Iterable[str]]) -> None:
    """Let each prospect be found by these words of its contacts; no change of its own, so no history."""
    rows: Sequence[Prospect] = list(Prospect.objects.filter(pk__among=list(texts)))
    changed = []
    for row in rows:
        text = "\n".join(texts[row.pk])
        if row.contact_text != text:
            row.contact_text = text
            row.search_text = Prospect.derive(row.__dict__)["search_text"]
            changed.append(row)
    if changed:
        store_derived(changed, ("contact_text", "search_text"))
