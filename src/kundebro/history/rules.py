"""What apps above say about undo: what can never be taken back, and what to put right afterwards."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.dispatch import Signal
from django.utils.functional import Promise

from kundebro.history.models import Changeset

refusals: dict[str, Callable[[Changeset], str]] = {}
"""By operation: why this changeset cannot be undone now, or an empty string."""

labels: dict[str, str | Promise] = {}
"""By operation: what the history panel calls it."""

in_background: list[Callable[..., models.Model]] = []
"""The app that can undo a large changeset as a job puts its starter here."""

follows: dict[str, set[type[models.Model]]] = defaultdict(set)
"""By operation: the tables whose rows only follow what it changes, so taking that back needs no right to them."""

rows_undoing = Signal()
"""Sent inside the undo's transaction before each portion is looked at, with `rows` and `undone`: receivers lock, in order."""

rows_undone = Signal()
"""Sent inside the undo's transaction for each portion: `rows`, a sequence of (model, keys); `changes`, what the columns
of rows put back held before and hold now; `undone`, the changeset; `standing`, the (model, key) pairs left as they are."""

Rows = Sequence[tuple[type[models.Model], list[int]]]
Changes = Mapping[int, Mapping[str, tuple[Any, Any]]]
"""By key: the columns of a row that were written, with what they held before and hold now."""
