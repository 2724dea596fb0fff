from kundebro.jobs.models.backup import Backup, BackupQuerySet
from kundebro.jobs.models.lease import JobLease
from kundebro.jobs.models.run import LeaseLost, Run, RunCancelled, RunFailed, RunQuerySet
from kundebro.jobs.models.slot import ScheduleSlot

__all__ = [
    "Backup",
    "BackupQuerySet",
    "JobLease",
    "LeaseLost",
    "Run",
    "RunCancelled",
    "RunFailed",
    "RunQuerySet",
    "ScheduleSlot",
]
