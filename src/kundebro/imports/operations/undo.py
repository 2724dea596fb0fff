"""Takes a large changeset back as a job."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kundebro.history.models import Changeset
from kundebro.imports import tasks
from kundebro.imports.models import ImportRun
from kundebro.jobs.models import Run
from kundebro.jobs.operations import start_run
from kundebro.users.models import User


def start_undo(*, changeset: Changeset, by: User, leave_conflicts: bool) -> Run:
    """Undo the changeset in the background; rows changed since stop it, or are left as they are."""
    import_run = ImportRun.objects.filter(changeset=changeset).select_related("upload", "undo_job").first()
    if import_run and import_run.undo_job and not import_run.undo_job.is_finished:
        return import_run.undo_job
    run = start_run(
        kind="imports.undo",
        title=_("Undo: %(what)s") % {"what": import_run or changeset.reason or _("many changes")},
        by=by,
        task=tasks.undo_changeset,
        arguments={"changeset": changeset.pk, "leave_conflicts": leave_conflicts},
        link=import_run.get_absolute_url() if import_run else reverse("history:changeset", args=[changeset.pk]),
    )
    if import_run:
        import_run.undo_job = run
        import_run.save(update_fields=["undo_job"])
    return run
