"""One short text that is equal when all tracked rows are."""

import hashlib
from itertools import chain

from django.apps import apps

from kundebro.core.rows import json_text, plain
from kundebro.history.tracked import Tracked, history_columns, link_columns, many_names


def tracked_models() -> list[type[Tracked]]:
    """Every tracked table, by name."""
    return sorted((m for m in apps.get_models() if issubclass(m, Tracked)), key=lambda model: model._meta.label)


def fingerprint() -> str:
    """SHA-256 over every tracked row and link, without versions and times of change."""
    digest = hashlib.sha256()
    for model in tracked_models():
        columns = ["pk", *history_columns(model)]
        rows = model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=2000)
        digest.update(model._meta.label.encode())
        for row in rows:
            digest.update(json_text([plain(value) for value in row]).encode())
        for name in many_names(model):
            pair = link_columns(model, name)
            links = getattr(model, name).through._base_manager.order_by(*pair).values_list(*pair)
            digest.update(json_text(list(chain.from_iterable(links.iterator(chunk_size=2000)))).encode())
    return digest.hexdigest()
