"""What was recorded before the chain is committed to as it stands, without salt."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kundebro.history.chain import HEADER, Digest, canonical, header

PORTION = 1000
COLUMNS = ("changeset_id", "content_type_id", "object_id", "kind", "version", "values")


def commit(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    changeset, change, commitment = (apps.get_model("history", name) for name in ("Changeset", "Change", "Commitment"))
    changes = change._default_manager.order_by("changeset_id", "pk").values_list(*COLUMNS)
    rows_of = groupby(changes.iterator(chunk_size=PORTION), key=itemgetter(0))
    made: list[Any] = []
    key, rows = next(rows_of, (None, iter(())))
    for told in changeset._default_manager.order_by("pk").values_list(*HEADER).iterator(chunk_size=PORTION):
        digest = Digest(header(told), b"")
        if key == told[0]:
            digest.add(_told(rows))
            key, rows = next(rows_of, (None, iter(())))
        made.append(commitment(changeset_id=told[0], count=digest.count, salt=b"", digest=digest.hexdigest()))
        if len(made) == PORTION:
            commitment._default_manager.bulk_create(made)
            made.clear()
    commitment._default_manager.bulk_create(made)


def _told(rows: Iterator[Any]) -> Iterator[tuple[int, int, str, int, str, bytes]]:
    for _changeset, content_type, key, kind, version, values in rows:
        yield content_type, key, kind, version, canonical(values), b""


class Migration(migrations.Migration):
    dependencies = [("history", "0002_chain")]

    operations = [migrations.RunPython(commit, migrations.RunPython.noop)]
