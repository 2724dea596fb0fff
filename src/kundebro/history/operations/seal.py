"""Closes the chain over what was written since the last time (docs/decisions/0008)."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from kundebro.core.rows import take_ids
from kundebro.history.chain import seal_digest
from kundebro.history.models import Commitment, Seal

PORTION = 10_000
SEALED = ("pk", "changeset_id", "count", "digest")


def seal_history() -> int:
    """Seal all that has been committed and not sealed yet; how many seals that took. Nobody waits for it."""
    seals = 0
    while seal_next(now=timezone.now()):
        seals += 1
    return seals


def seal_next(*, now: datetime) -> Seal | None:
    """Seal the oldest open commitments, as many as one seal takes; None when there are none.

    What another transaction commits late, under a lower key, goes into a later seal: only the mark counts.
    """
    with transaction.atomic():
        _wait_for_other_sealers()
        keys = list(Commitment.objects.filter(seal=None).order_by("pk").values_list("pk", flat=True)[:PORTION])
        if not keys:
            return None
        previous = Seal.objects.order_by("-pk").first()
        [key] = take_ids(Seal, 1)
        Commitment.objects.filter(seal=None, pk__lte=keys[-1]).update(seal=key)
        sealed = Commitment.objects.filter(seal=key).order_by("pk").values_list(*SEALED)
        before = previous.digest if previous else ""
        digest, count = seal_digest(before, now, sealed)
        seal = Seal(pk=key, sealed_at=now, count=count, previous=before, digest=digest)
        seal.save(force_insert=True)
    return seal


def _wait_for_other_sealers() -> None:
    """One at a time, so that no two seals follow the same one (on SQLite every transaction is alone)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kundebro.history_seal'))")
