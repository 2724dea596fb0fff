import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.formats import show_date, show_time
from kundebro.jobs.backups.problems import BackupDamaged, BackupFailed, RestoreRefused
from kundebro.jobs.models import Backup
from kundebro.jobs.operations import check_backup, restore


class Command(BaseCommand):
    """A backup brought back, or only tried."""

    help = "Put a backup in the place of an empty installation, or try it beside the present one. Exit code 1 when not all holds."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, and what for."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="replace what is there; stop Kundebro first")
        parser.add_argument(
            "--check", action="store_true", help="restore into a place of its own, look, and remember the outcome"
        )

    def handle(self, *, file: Path, overwrite: bool, check: bool, **_options: Any) -> None:
        """Do it and tell."""
        path = file.resolve()
        if not path.is_file():
            raise CommandError(_("%(file)s is not there.") % {"file": path})
        if check:
            self._check(path)
        else:
            self._restore(path, is_overwriting=overwrite)

    def _check(self, path: Path) -> None:
        now = timezone.now()
        known = Backup.objects.filter(path=str(path), size__isnull=False).first()
        backup = known or Backup(path=str(path), made_at=now, size=path.stat().st_size)
        if not check_backup(backup, now=now):
            raise CommandError(backup.problem)
        self.stdout.write(_("The backup was restored in a trial, and all holds."))

    def _restore(self, path: Path, *, is_overwriting: bool) -> None:
        try:
            restored = restore(path, now=timezone.now(), is_overwriting=is_overwriting)
        except (BackupDamaged, BackupFailed, RestoreRefused) as problem:
            raise CommandError(str(problem)) from problem
        moment = timezone.localtime(restored.made_at)
        told = {"date": show_date(moment.date()), "time": show_time(moment.time())}
        self.stdout.write(_("Restored as of %(date)s at %(time)s. Everybody is signed out.") % told)
        if restored.has_other_key:
            self.stdout.write(
                _(
                    "The secret key is another than when the backup was taken: two-step sign-ins must be set up anew, unless you put the old key back."
                )
            )
        for verdict in restored.broken:
            self.stdout.write(f"{verdict.invariant.id} {verdict.invariant.title}")
            for breach in verdict.breaches:
                self.stdout.write(f"  {breach}")
        if restored.broken:
            sys.exit(1)
