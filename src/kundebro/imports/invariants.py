"""What must hold of imports."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import Breach, found, register
from kundebro.imports.choices import Outcome
from kundebro.imports.models import ImportRun


def register_invariants() -> None:
    """Everything below."""
    register(id="I-19", title=_("Imports account for every row"), check=rows_accounted_for, is_fast=True)


def rows_accounted_for() -> Iterator[Breach]:
    """Finished imports that dealt with fewer rows than the list has, and those whose reports lack rows."""
    runs = ImportRun.objects.order_by("pk")
    finished = runs.exclude(finished_at=None)
    uncounted = ~Q(done=F("created") + F("updated") + F("unchanged") + F("refused")) | ~Q(done=F("upload__row_count"))
    yield from found(ImportRun._meta.label, finished.filter(uncounted).values_list("pk", flat=True))
    wrote = runs.filter(is_dry_run=False, changeset=None).filter(Q(created__gt=0) | Q(updated__gt=0))
    yield from found(ImportRun._meta.label, wrote.values_list("pk", flat=True))
    reported = finished.filter(upload__forgotten_at=None).annotate(
        told_updated=Count("rows", filter=Q(rows__outcome=Outcome.UPDATED)),
        told_refused=Count("rows", filter=Q(rows__outcome=Outcome.REFUSED)),
    )
    untold = reported.exclude(told_updated=F("updated"), told_refused=F("refused"))
    yield from found(ImportRun._meta.label, untold.values_list("pk", flat=True))
