"""Begins the walk through a list: to look first, then to write, then to go on where it was cut off."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.imports import tasks
from kundebro.imports.matching import headings_key
from kundebro.imports.models import ColumnProfile, ImportRun, Upload
from kundebro.imports.reading.headings import heading_key
from kundebro.jobs.models import Run
from kundebro.jobs.operations import start_run
from kundebro.users.models import User


class NotReady(Exception):
    """There is nothing to go on with: the dry run is missing or empty, or the file is gone."""


def start_dry_run(
    upload: Upload, *, columns: Mapping[str, int], policies: Mapping[str, str], match_key: str, by: User
) -> ImportRun:
    """Look in the background at what an import would do; the choices are remembered for the next list like this."""
    with transaction.atomic():
        import_run = begin(upload, columns=columns, policies=policies, match_key=match_key, by=by, is_dry_run=True)
        _enqueue(import_run)
    return import_run


def start_import(dry_run: ImportRun, *, by: User) -> ImportRun:
    """Do in the background what the dry run has shown; a second call answers with the same import. Raises NotReady."""
    with transaction.atomic():
        dry_run = ImportRun.objects.select_for_update().get(pk=dry_run.pk)
        if hasattr(dry_run, "real_run"):
            return dry_run.real_run
        if not dry_run.may_become_import:
            raise NotReady
        import_run = begin(
            dry_run.upload,
            columns=dry_run.columns,
            policies=dry_run.policies,
            match_key=dry_run.match_key,
            by=by,
            is_dry_run=False,
        )
        import_run.dry_run = dry_run
        _enqueue(import_run)
    return import_run


def begin(
    upload: Upload,
    *,
    columns: Mapping[str, int],
    policies: Mapping[str, str],
    match_key: str,
    by: User,
    is_dry_run: bool,
) -> ImportRun:
    """Prepare a walk through the list for `carry_out`."""
    import_run = ImportRun.objects.create(
        upload=upload,
        is_dry_run=is_dry_run,
        match_key=match_key,
        columns=dict(columns),
        policies=dict(policies),
        started_by=by,
        created_at=timezone.now(),
    )
    _remember(import_run)
    return import_run


def resume(import_run: ImportRun) -> ImportRun:
    """Go on with an interrupted import or dry run; one that is at work is left alone. Raises NotReady."""
    with transaction.atomic():
        import_run = ImportRun.objects.select_for_update().get(pk=import_run.pk)
        if import_run.job and not import_run.job.is_finished:
            return import_run
        if not import_run.may_be_resumed:
            raise NotReady
        _enqueue(import_run)
    return import_run


def _enqueue(import_run: ImportRun) -> Run:
    name = import_run.upload.name
    title = _("Dry run: %(file)s") if import_run.is_dry_run else _("Import: %(file)s")
    import_run.job = start_run(
        kind="imports.dry-run" if import_run.is_dry_run else "imports.import",
        title=(title % {"file": name})[:200],
        by=import_run.started_by,
        task=tasks.walk_through,
        arguments={"import_run": import_run.pk},
        link=import_run.get_absolute_url(),
    )
    import_run.save(update_fields=["job", "dry_run"])
    return import_run.job


def _remember(import_run: ImportRun) -> None:
    headings = import_run.upload.headings
    ColumnProfile.objects.update_or_create(
        user=import_run.started_by,
        target=import_run.upload.target,
        headings_key=headings_key(headings),
        defaults={
            "match_key": import_run.match_key,
            "columns": {heading_key(headings[index]): name for name, index in import_run.columns.items()},
            "policies": import_run.policies,
            "used_at": import_run.created_at,
        },
    )
