"""What workers do with lists."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import Conflict, UndoRefused, undo_in_portions
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import MayNotImport, Overtaken, carry_out
from kundebro.imports.operations.forget import forget_old_uploads
from kundebro.jobs.background import task
from kundebro.jobs.models import Run
from kundebro.jobs.operations import LeaseLost, RunFailed, fence

NAMED = 3


@task(queue="imports")
def walk_through(run: Run, *, import_run: int) -> None:
    """Carry out a dry run or an import from where it is."""
    found = ImportRun.objects.select_related("upload", "started_by", "changeset").get(pk=import_run)
    if found.is_finished:
        return
    try:
        carry_out(found, fence=partial(fence, run), report=run.progress)
    except MayNotImport:
        raise RunFailed(_("You may no longer import these. Ask the administrator.")) from None
    except FileNotFoundError:
        raise RunFailed(_("The file is no longer kept. Upload the list again.")) from None
    except Overtaken:
        raise LeaseLost from None


@task(queue="imports")
def undo_changeset(run: Run, *, changeset: int, leave_conflicts: bool) -> int:
    """Take a changeset back portion by portion; answers how many rows were left as they are."""
    if run.started_by is None:
        raise RunFailed(_("Only a person can undo."))
    undone = Changeset.objects.get(pk=changeset)
    left = 0
    try:
        for step in undo_in_portions(
            undone, by=run.started_by, leave_conflicts=leave_conflicts, before_each=partial(fence, run)
        ):
            left += len(step.conflicts)
            run.progress(step.done, step.total)
    except UndoRefused as refused:
        raise RunFailed(sentence_for(refused.reason, refused.conflicts)) from None
    return left


@task
def forget_uploads(_run: Run) -> int:
    """Delete uploaded lists when their time is up."""
    return forget_old_uploads(now=timezone.now())


def sentence_for(reason: str, conflicts: list[Conflict]) -> str:
    """Why an undo stopped, with the first rows that stand in its way."""
    if not conflicts:
        return reason
    named = ", ".join(conflict.title for conflict in conflicts[:NAMED])
    rows = ngettext("%(count)d record", "%(count)d records", len(conflicts)) % {"count": len(conflicts)}
    return f"{reason} {rows}: {named}{' …' if len(conflicts) > NAMED else ''}"
