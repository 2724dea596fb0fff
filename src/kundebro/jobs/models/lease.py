from datetime import timedelta

from django.db import models

from kundebro.jobs.models.run import Run

LEASE = timedelta(seconds=60)
RENEWAL = timedelta(seconds=20)


class JobLease(models.Model):
    """A worker's right to work on a run, renewed while it lives; the truth about who may write (JOB-2, JOB-3)."""

    run = models.OneToOneField(Run, models.CASCADE, related_name="lease")
    token = models.UUIDField(unique=True)
    attempt = models.PositiveSmallIntegerField()
    worker_id = models.CharField(max_length=64, db_index=True)
    lease_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "job lease"

    def __str__(self) -> str:
        return f"{self.run_id} · {self.worker_id}"
