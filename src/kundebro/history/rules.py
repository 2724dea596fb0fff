"""What apps above say about undo: what can never be taken back, and what to put right afterwards."""

from collections.abc import Callable, Sequence

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

rows_undone = Signal()
"""Sent inside the undo's transaction for each portion: `rows`, a sequence of (model, keys)."""

Rows = Sequence[tuple[type[models.Model], list[int]]]
