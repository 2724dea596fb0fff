"""What must hold of background work."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import Breach, found, register
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import JobLease, Run

GRACE = timedelta(seconds=120)
"""A lease may be over for so long: the reaper comes every 30 seconds."""


def register_invariants() -> None:
    """Everything below."""
    register(id="I-26", title=_("Nobody works without a lease, and no lease without work"), check=leases, is_fast=True)


def leases() -> Iterator[Breach]:
    """Runs at work that no worker answers for, and leases on what is not at work."""
    before = timezone.now() - GRACE
    abandoned = Q(lease__isnull=True, started_at__lt=before) | Q(lease__lease_until__lt=before)
    runs = Run.objects.filter(abandoned, state=RunState.RUNNING).order_by("pk")
    yield from found(Run._meta.label, runs.values_list("pk", flat=True))
    idle = JobLease.objects.exclude(run__state=RunState.RUNNING).order_by("pk")
    yield from found(JobLease._meta.label, idle.values_list("pk", flat=True))
