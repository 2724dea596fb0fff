"""What must hold of the history, and of what is stored because it follows from the rest."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from json import loads
from operator import itemgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import CHUNK, Breach, found, keys_of, register, rows_of
from kundebro.history.chain import HEADER, Digest, canonical, header, seal_digest
from kundebro.history.models import Change, Changeset, Commitment, Seal
from kundebro.history.operations.seal import SEALED
from kundebro.history.queries.fingerprint import tracked_models
from kundebro.history.tracked import Tracked

CHANGESETS = Changeset._meta.label

COUNTS = """
    SELECT c.id FROM history_changeset c
    LEFT JOIN (SELECT changeset_id, count(*) AS n FROM history_change GROUP BY changeset_id) k ON k.changeset_id = c.id
    LEFT JOIN (SELECT changeset_id, sum(count) AS n FROM history_commitment GROUP BY changeset_id) m
        ON m.changeset_id = c.id
    WHERE coalesce(k.n, 0) <> c.change_count OR coalesce(m.n, -1) <> c.change_count
    ORDER BY c.id
"""

TOLD = """
    WITH told AS (
        SELECT object_id, count(*) AS n, min(version) AS low, max(version) AS high, max(id) AS latest
        FROM history_change WHERE content_type_id = %s GROUP BY object_id
    )
"""


def register_invariants() -> None:
    """Everything below."""
    register(id="I-13 texts", title=_("Sort and search texts follow from the records"), check=derived_columns)
    register(id="I-14", title=_("Each idempotency key has one changeset and its answer"), check=keys, is_fast=True)
    register(
        id="I-20", title=_("A record has as many recorded changes as its version says"), check=versions, is_fast=True
    )
    register(id="I-25", title=_("Each changeset has the changes it speaks of"), check=counts, is_fast=True)
    register(id="I-25 chain", title=_("The recorded history is what was written"), check=digests)
    register(id="I-25 seals", title=_("The seals follow on each other"), check=seals)


def derived_columns() -> Iterator[Breach]:
    """Rows whose stored texts differ from what their model makes of them now."""
    for model in tracked_models():
        if model.derived_fields:
            yield from found(model._meta.label, _stale_texts(model))


def _stale_texts(model: type[Tracked]) -> Iterator[int]:
    names = ("pk", *sorted(model.derived_from | model.derived_fields))
    for told in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=CHUNK):
        row = dict(zip(names, told, strict=True))
        if any(row[name] != value for name, value in model.derive(row).items()):
            yield row["pk"]


def keys() -> Iterator[Breach]:
    """Keys used twice, and answers that never were: a result is still there, or history tells how it went."""
    twice = Changeset.objects.exclude(key=None).values("operation", "key").annotate(n=models.Count("pk"))
    yield from found(CHANGESETS, twice.filter(n__gt=1).order_by("key").values_list("key", flat=True))
    answered = Changeset.objects.exclude(key=None).exclude(result_type=None, result_id=None)
    yield from found(CHANGESETS, _keys(answered.filter(models.Q(result_type=None) | models.Q(result_id=None))))
    for kind in ContentType.objects.filter(pk__in=answered.values("result_type")):
        model = kind.model_class()
        results = answered.filter(result_type=kind)
        if model is not None:
            gone = Change.objects.filter(
                content_type=kind, object_id=models.OuterRef("result_id"), kind=Change.Kind.DELETED
            )
            here = model._base_manager.filter(pk=models.OuterRef("result_id"))
            results = results.exclude(models.Exists(here)).exclude(models.Exists(gone))
        yield from found(CHANGESETS, _keys(results))


def _keys(rows: "models.QuerySet[Any]") -> Iterator[int]:
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)


def versions() -> Iterator[Breach]:
    """Rows whose changes are not as many as their version, or not one after the other; and those that vanished."""
    for model in tracked_models():
        kind = ContentType.objects.get_for_model(model)
        table, seeded = model._meta.db_table, model.is_seeded
        differs = "t.version <> told.high OR told.n <> told.high - told.low + 1 OR told.low > %s"
        unrecorded = "t.version <> 1" if seeded else "1 = 1"
        changed = f"""
            {TOLD} SELECT t.id FROM {table} t LEFT JOIN told ON told.object_id = t.id
            WHERE (told.n IS NULL AND {unrecorded}) OR {differs} ORDER BY t.id
        """  # noqa: S608  own names
        yield from found(model._meta.label, keys_of(changed, [kind.pk, 2 if seeded else 1]))
        vanished = f"""
            {TOLD} SELECT told.object_id FROM told JOIN history_change k ON k.id = told.latest
            LEFT JOIN {table} t ON t.id = told.object_id
            WHERE t.id IS NULL AND (k.kind <> 'd' OR told.n <> told.high - told.low + 1) ORDER BY told.object_id
        """  # noqa: S608  own names
        yield from found(f"{model._meta.label} −", keys_of(vanished, [kind.pk]))


def counts() -> Iterator[Breach]:
    """Changesets with more or fewer changes than they say, or than were committed to."""
    yield from found(CHANGESETS, keys_of(COUNTS))


def digests() -> Iterator[Breach]:
    """Changesets in which something differs from what was written."""
    yield from found(CHANGESETS, _altered())


def _altered() -> Iterator[int]:
    rows_of_changeset = groupby(_changes(), key=itemgetter(0))
    present, rows = next(rows_of_changeset, (None, iter(())))
    for changeset, commitments in groupby(_commitments(), key=itemgetter(0)):
        while present is not None and present < changeset:  # changes of a changeset that nothing is known of
            yield present
            present, rows = next(rows_of_changeset, (None, iter(())))
        own: Iterable[Any] = rows if present == changeset else ()
        if not _fits(own, commitments):
            yield changeset
        if present == changeset:
            present, rows = next(rows_of_changeset, (None, iter(())))
    if present is not None:
        yield present
        yield from (changeset for changeset, _rows in rows_of_changeset)


def _fits(rows: Iterable[Any], commitments: Iterable[tuple[Any, ...]]) -> bool:
    """Whether the changeset's changes, in their order, are what its commitments were made of, one after the other."""
    left = iter(rows)
    fits = True
    for _changeset, count, salt, digest, *told in commitments:
        recomputed = Digest(header(told), bytes(salt))
        recomputed.add(
            (kind, key, sort, version, _text(values), bytes(row_salt))
            for _own, kind, key, sort, version, values, row_salt in islice(left, count)
        )
        fits = fits and (recomputed.count, recomputed.hexdigest()) == (count, digest)
    return fits and next(left, None) is None


def _text(stored: Any) -> str:
    """The values in the spelling that was hashed; what is no JSON any more is taken as it stands."""
    text = stored.decode(errors="replace") if isinstance(stored, bytes) else stored
    try:
        return canonical(loads(text))
    except ValueError:
        return str(text)


def _changes() -> Iterator[tuple[Any, ...]]:
    quoted = connection.ops.quote_name("values")
    values = f"{quoted}::text" if connection.vendor == "postgresql" else f"CAST({quoted} AS BLOB)"
    return rows_of(
        f"SELECT changeset_id, content_type_id, object_id, kind, version, {values}, salt "  # noqa: S608  own names
        "FROM history_change ORDER BY changeset_id, id"
    )


def _commitments() -> Iterator[tuple[Any, ...]]:
    names = ("changeset_id", "count", "salt", "digest", *(f"changeset__{name}" for name in HEADER))
    return Commitment.objects.order_by("changeset_id", "pk").values_list(*names).iterator(chunk_size=CHUNK)


def seals() -> Iterator[Breach]:
    """Seals that do not close over what they should, or do not follow on the one before."""
    yield from found(Seal._meta.label, _broken_seals())


def _broken_seals() -> Iterator[int]:
    sealed = Commitment.objects.exclude(seal=None).order_by("seal_id", "pk").values_list("seal_id", *SEALED)
    by_seal = groupby(sealed.iterator(chunk_size=CHUNK), key=itemgetter(0))
    present, rows = next(by_seal, (None, iter(())))
    before = ""
    for seal in Seal.objects.order_by("pk").iterator(chunk_size=CHUNK):
        own = (row[1:] for row in rows) if present == seal.pk else iter(())
        digest, count = seal_digest(seal.previous, seal.sealed_at, own)
        if (seal.previous, seal.digest, seal.count) != (before, digest, count):
            yield seal.pk
        if present == seal.pk:
            present, rows = next(by_seal, (None, iter(())))
        before = seal.digest
