import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.core.verify import breached, verify


class Command(BaseCommand):
    """Says what does not hold in the database, row by row."""

    help = "Look whether everything holds that must; changes nothing. Exit code 1 when something does not."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """How thoroughly to look."""
        parser.add_argument("--fast", action="store_true", help="only what is asked every hour")

    def handle(self, *, fast: bool, **_options: Any) -> None:
        """Look, and tell."""
        begun = time.monotonic()
        verdicts = list(verify(is_fast=fast))
        for verdict in breached(verdicts):
            self.stdout.write(f"{verdict.invariant.id} {verdict.invariant.title}")
            for breach in verdict.breaches:
                self.stdout.write(f"  {breach}")
        seconds = round(time.monotonic() - begun, 1)
        holding = len(verdicts) - len(breached(verdicts))
        told = ngettext("%(count)d rule holds", "%(count)d rules hold", holding) % {"count": holding}
        if broken := len(breached(verdicts)):
            told = _("%(told)s, %(count)d does not") % {"told": told, "count": broken}
        self.stdout.write(f"{told} ({seconds} s)")
        if broken:
            sys.exit(1)
