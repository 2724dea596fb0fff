"""`kundebro import FILE`: a list from the command line, without a worker."""
# ruff: noqa: N999  a command is called what its file is called

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from kundebro.imports.choices import Outcome
from kundebro.imports.models import ImportRow, ImportRun
from kundebro.imports.operations.carry_out import MayNotImport, carry_out
from kundebro.imports.operations.start import begin
from kundebro.imports.operations.upload import receive_upload
from kundebro.imports.queries import Guess, guess_for, headings_of_fields, remarks_of, unused_headings
from kundebro.imports.reading.rows import Unreadable
from kundebro.imports.targets import Target, targets
from kundebro.users.models import User

NOTHING_DONE = 2
CHUNK = 1 << 20
MAX_LISTED = 1_000


class Command(BaseCommand):
    """Import a list of prospects, or whatever else can be imported."""

    help = (
        "Import a list (CSV, TXT, XLSX, XLS, ODS). Columns are matched by their headings. "
        "Exit code 0 when it was done, refused rows included; 2 when nothing could be done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, what it is a list of, and how."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--target", default="prospects", help="what is on the list (default: prospects)")
        parser.add_argument(
            "--match", default=None, help="how rows find what is there already: number, cvr, email or none"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
        parser.add_argument(
            "--by", default="", help="e-mail of the one who imports (default: the first administrator)"
        )

    def handle(self, *, file: Path, target: str, match: str | None, dry_run: bool, by: str, **_options: Any) -> None:
        """Import and report."""
        chosen = self._target(target)
        user = self._user(by)
        try:
            upload = receive_upload(_chunks(file), name=file.name, target=chosen, by=user)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=NOTHING_DONE) from error
        except Unreadable as error:
            raise CommandError(f"{file}: {error}", returncode=NOTHING_DONE) from error
        guess = guess_for(upload, user=user)
        columns = {match.field: match.column for match in guess.matches if match.field}
        if not columns:
            raise CommandError(_("No column has a heading that is known."), returncode=NOTHING_DONE)
        import_run = begin(
            upload,
            columns=columns,
            policies={name: guess.policies[name] for name in columns},
            match_key=self._key(chosen, guess, match, columns),
            by=user,
            is_dry_run=dry_run,
        )
        try:
            carry_out(import_run)
        except MayNotImport as error:
            message = _("%(user)s may not import these.") % {"user": user}
            raise CommandError(message, returncode=NOTHING_DONE) from error
        self._report(import_run)

    def _target(self, name: str) -> Target:
        if name not in targets:
            known = ", ".join(target.name for target in targets)
            raise CommandError(_("Choose a target: %(known)s.") % {"known": known}, returncode=NOTHING_DONE)
        return targets[name]

    def _user(self, email: str) -> User:
        people = User.objects.with_access()
        found = people.filter(email=email.strip().lower()) if email else people.administrators()
        user = found.order_by("pk").first()
        if user is None:
            raise CommandError(_("Nobody with access has that e-mail."), returncode=NOTHING_DONE)
        return user

    def _key(self, target: Target, guess: Guess, match: str | None, columns: dict[str, int]) -> str:
        if match is None:
            return guess.match_key
        if match == "none":
            return ""
        key = next((key for key in target.keys if key.name == match), None)
        if key is None or key.field not in columns:
            message = _("The list cannot be matched by %(key)s: no column holds it.") % {"key": match}
            raise CommandError(message, returncode=NOTHING_DONE)
        return key.name

    def _report(self, import_run: ImportRun) -> None:
        upload = import_run.upload
        write = self.stdout.write
        write(f"{upload.name}: " + _("%(count)d rows") % {"count": import_run.done})
        for notice in upload.notices:
            write(f"  {notice}")
        for run in upload.skipped_runs:
            rows = f"{run.first}" if run.first == run.last else f"{run.first}–{run.last}"
            write(
                "  "
                + _("Row %(rows)s left out: %(reason)s") % {"rows": rows, "reason": run.told}
                + f" {run.text}".rstrip()
            )
        if unused := unused_headings(import_run):
            write("  " + _("Not imported: %(columns)s") % {"columns": ", ".join(unused)})
        if import_run.is_dry_run:
            write(_("Dry run: nothing is written."))
        for outcome in Outcome:
            write(f"  {outcome.label}: {getattr(import_run, outcome)}")
        headings = headings_of_fields(import_run)
        remarkable = ImportRow.objects.filter(import_run=import_run).exclude(issues=[])
        for row in remarkable[:MAX_LISTED].iterator():
            for remark in remarks_of(row, headings):
                where = _("Row %(number)d") % {"number": row.number} + (
                    f", {remark.heading}" if remark.heading else ""
                )
                write(f"  {where}: {remark.level.label}: {remark.text}")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
