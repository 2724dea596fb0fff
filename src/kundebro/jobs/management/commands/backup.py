from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.checks import INSTALLATION
from kundebro.jobs.backups.problems import BackupFailed
from kundebro.jobs.operations import take_backup


class Command(BaseCommand):
    """One backup, now."""

    help = "Write the database and all files into one file, while Kundebro runs or not."
    requires_system_checks = (INSTALLATION,)

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to put it."""
        parser.add_argument("folder", nargs="?", type=Path, help="default: KUNDEBRO_BACKUPS")

    def handle(self, *, folder: Path | None, **_options: Any) -> None:
        """Take it and say where it is."""
        try:
            backup = take_backup(now=timezone.now(), folder=folder.resolve() if folder else None)
        except BackupFailed as failure:
            raise CommandError(str(failure)) from failure
        told = {"file": backup.path, "size": filesizeformat(backup.size or 0)}
        self.stdout.write(_("Backup taken: %(file)s (%(size)s)") % told)
