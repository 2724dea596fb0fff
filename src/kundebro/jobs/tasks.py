"""Nightly and hourly housekeeping."""

import logging
from functools import partial

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core import upkeep
from kundebro.core.verify import breached, verify
from kundebro.jobs.background import task
from kundebro.jobs.backups.problems import BackupFailed
from kundebro.jobs.models import Run
from kundebro.jobs.operations import (
    RunFailed,
    check_backup,
    fence,
    forget_old_backups,
    prune_finished,
    take_backup,
)
from kundebro.users.operations import forget_ended_sessions

logger = logging.getLogger(__name__)


@task
def prune_runs(_run: Run) -> dict[str, int]:
    """Forget background work that finished two weeks ago."""
    return {"deleted": prune_finished(now=timezone.now())}


@task
def clear_sessions(_run: Run) -> None:
    """Delete expired sessions, and what is known of their devices."""
    call_command("clearsessions")
    forget_ended_sessions()


@task
def refresh_statistics(_run: Run) -> None:
    """Let the database look at its tables, so that it keeps choosing good plans."""
    statement = "PRAGMA optimize=0x10002" if connection.vendor == "sqlite" else "ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(statement)


@task
def look_after(_run: Run) -> dict[str, int]:
    """Do what apps want done every hour, and look whether the quick rules hold."""
    upkeep.carry_out()
    return _verified(is_fast=True)


@task
def verify_all(_run: Run) -> dict[str, int]:
    """Look whether every rule holds."""
    return _verified(is_fast=False)


@task
def back_up(run: Run) -> dict[str, int]:
    """Take a backup, restore it in a trial, and let old ones go."""
    try:
        backup = take_backup(now=timezone.now(), by=run.started_by, report=run.progress, fence=partial(fence, run))
    except BackupFailed as failure:
        logger.error("No backup could be taken: %s", failure)  # noqa: TRY400  the sentence says it all
        raise RunFailed(str(failure)) from None
    run.progress(run.total, text=_("The backup is restored in a trial"))
    if not check_backup(backup, now=timezone.now()):
        logger.error("The backup %s could not be restored in a trial: %s", backup.path, backup.problem)
        raise RunFailed(_("The backup was taken, but the trial restore went wrong. See Settings → Backup."))
    run.done, run.text = run.total, _("The backup was restored in a trial, and all holds.")
    return {"size": backup.size or 0, "forgotten": forget_old_backups()}


def _verified(*, is_fast: bool) -> dict[str, int]:
    verdicts = list(verify(is_fast=is_fast))
    broken = breached(verdicts)
    for verdict in broken:
        logger.error("%s does not hold: %s", verdict.invariant.id, "; ".join(map(str, verdict.breaches)))
    if broken:
        named = ", ".join(verdict.invariant.id for verdict in broken)
        raise RunFailed(_("Does not hold: %(rules)s. Run kundebro verify where Kundebro runs.") % {"rules": named})
    return {"rules": len(verdicts)}
