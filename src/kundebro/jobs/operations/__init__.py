from kundebro.jobs.models import LeaseLost, RunCancelled, RunFailed
from kundebro.jobs.operations.attempt import fence
from kundebro.jobs.operations.back_up import forget_old_backups, take_backup
from kundebro.jobs.operations.cancel import cancel_run
from kundebro.jobs.operations.prune import prune_finished
from kundebro.jobs.operations.reap import give_back_jobs_of, reap
from kundebro.jobs.operations.restore import Restored, check_backup, restore
from kundebro.jobs.operations.retry import RunCannotBeRetried, retry_run
from kundebro.jobs.operations.start import PATIENT_DELAYS, PROMPT_DELAYS, start_run

__all__ = [
    "PATIENT_DELAYS",
    "PROMPT_DELAYS",
    "LeaseLost",
    "Restored",
    "RunCancelled",
    "RunCannotBeRetried",
    "RunFailed",
    "cancel_run",
    "check_backup",
    "fence",
    "forget_old_backups",
    "give_back_jobs_of",
    "prune_finished",
    "reap",
    "restore",
    "retry_run",
    "start_run",
    "take_backup",
]
