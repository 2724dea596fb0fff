"""Opens a changeset around an operation and collects what it changes."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from kundebro.core.rows import insert_rows, insert_unless_there, json_text
from kundebro.history import chain
from kundebro.history.doors import current_door
from kundebro.history.models.chain import Commitment
from kundebro.history.models.changeset import Change, Changeset
from kundebro.users.models import User

FLUSH_AT = 2000
COLUMNS = ("content_type_id", "object_id", "kind", "version", "values", "salt", "changeset_id")
M = TypeVar("M", bound=models.Model)


class WriteOutsideChangeset(Exception):
    """A tracked row was about to be written outside `history.recording`, or around it."""


class KeyReused(Exception):
    """The same idempotency key came with another request."""


class Recording:
    """The changeset under way: what operations see of it."""

    def __init__(self, changeset: Changeset, *, is_repeat: bool = False, goes_on: bool = False) -> None:
        self._changeset = changeset
        self._pending: list[tuple[int, int, str, int, Mapping[str, Any]]] = []
        self._goes_on = goes_on
        self._salt = os.urandom(chain.SALT)
        self._digest: chain.Digest | None = None
        self.is_repeat = is_repeat

    @property
    def is_stored(self) -> bool:
        """Whether there is anything to remember so far."""
        return not self._changeset._state.adding

    @property
    def changeset(self) -> Changeset:
        """The stored changeset; made at the first change, so that doing nothing leaves no trace."""
        if not self.is_stored:
            self._changeset.save(force_insert=True)
        return self._changeset

    @property
    def at(self) -> Any:
        """The moment all rows of this changeset are stamped with."""
        return self._changeset.recorded_at

    def returns(self, made: M) -> M:
        """Remember what a repeat with the same key shall answer with, and hand it on."""
        if self.is_stored:
            self.changeset.result_type = ContentType.objects.get_for_model(made)
            self.changeset.result_id = made.pk
        return made

    def result(self, model: type[M]) -> M:
        """What the first call with this key answered."""
        return model._default_manager.get(pk=self.changeset.result_id)

    def note(
        self, model: type[models.Model], pk: int, kind: Change.Kind, *, version: int, values: Mapping[str, Any]
    ) -> None:
        """Add one row's change; written in portions and at the end."""
        self.note_many(model, kind, [(pk, version, values)])

    def note_many(
        self, model: type[models.Model], kind: Change.Kind, rows: Iterable[tuple[int, int, Mapping[str, Any]]]
    ) -> None:
        """Add the changes of many rows of one kind: (primary key, version, values)."""
        if self.is_repeat:
            message = "A repeated request must answer with its first result, not write again."
            raise WriteOutsideChangeset(message)
        content_type, letter = ContentType.objects.get_for_model(model).pk, kind.value
        self._pending.extend((content_type, pk, letter, version, values) for pk, version, values in rows)
        if len(self._pending) >= FLUSH_AT:
            self._flush()

    def _flush(self) -> None:
        if not self._pending:
            return
        changeset, salts = self.changeset.pk, os.urandom(chain.SALT * len(self._pending))
        places = range(0, len(salts), chain.SALT)
        rows = [
            (content_type, pk, kind, version, chain.canonical(values), salts[place : place + chain.SALT])
            for place, (content_type, pk, kind, version, values) in zip(places, self._pending, strict=True)
        ]
        insert_rows(Change, COLUMNS, [(*row, changeset) for row in rows], are_adapted=True)
        self._digest_so_far().add(rows)
        self._pending.clear()

    def _digest_so_far(self) -> chain.Digest:
        if self._digest is None:
            told = [getattr(self.changeset, name) for name in chain.HEADER]
            self._digest = chain.Digest(chain.header(told), self._salt)
        return self._digest

    def close(self) -> None:
        """Write what is left, the number of changed rows, and the digest that history is proven by."""
        self._flush()
        if not self.is_stored or self.is_repeat:
            return
        if self._digest is not None or not self._goes_on:
            digest = self._digest_so_far()
            self._changeset.change_count += digest.count
            Commitment.objects.create(
                changeset=self._changeset, count=digest.count, salt=self._salt, digest=digest.hexdigest()
            )
        self._changeset.save(update_fields=["change_count", "result_type", "result_id", "undone_down_to"])


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)
_latest: ContextVar[Changeset | None] = ContextVar("latest_changeset", default=None)


def current_recording() -> Recording:
    """The recording under way; raises WriteOutsideChangeset when there is none."""
    recording = _recording.get()
    if recording is None:
        message = "Tracked rows are written inside history.recording(…) only."
        raise WriteOutsideChangeset(message)
    return recording


def latest_changeset() -> Changeset | None:
    """The changeset that the latest operation of this request or job left, for its Fortryd toast."""
    return _latest.get()


@contextmanager
def recording(  # noqa: PLR0913  who, about what, with which key and why
    operation: str,
    *,
    by: User | None,
    about: models.Model | None = None,
    key: str | None = None,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
    undoes: Changeset | None = None,
    going_on: Changeset | None = None,
) -> Iterator[Recording]:
    """One transaction and one changeset around an operation; an operation called inside joins its caller's.

    With a key, the second call with the same key gets `is_repeat` and the first call's result; another payload under
    the same key raises KeyReused. `going_on` adds to a changeset of an earlier transaction (a job in portions).
    """
    outer = _recording.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        if going_on is not None:
            going_on.refresh_from_db(from_queryset=Changeset.objects.select_for_update())
            record = Recording(going_on, goes_on=True)
        else:
            changeset = Changeset(
                operation=operation,
                by=by,
                door=current_door(),
                recorded_at=timezone.now(),
                about_type=None if about is None else ContentType.objects.get_for_model(about),
                about_id=None if about is None else about.pk,
                reason=reason[:200],
                undoes=undoes,
            )
            record = Recording(changeset) if key is None else _keyed(changeset, key, payload or {})
        token = _recording.set(record)
        try:
            yield record
            record.close()
        finally:
            _recording.reset(token)
    _latest.set(record.changeset if record.is_stored else None)


def _keyed(changeset: Changeset, key: str, payload: Mapping[str, Any]) -> Recording:
    changeset.key = f"{changeset.by_id or ''}:{key}"[:120]
    changeset.request_hash = hashlib.sha256(json_text(payload).encode()).hexdigest() if payload else ""
    if insert_unless_there(changeset):
        return Recording(changeset)
    first = Changeset.objects.get(operation=changeset.operation, key=changeset.key)
    if first.request_hash != changeset.request_hash:
        raise KeyReused(key)
    return Recording(first, is_repeat=True)
