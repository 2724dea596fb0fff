import argparse
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundebro.core.checks import INSTALLATION
from kundebro.jobs.processes.parent import SUPERVISED, end_with_supervisor
from kundebro.jobs.processes.scheduler import run_schedule


class Command(BaseCommand):
    """The scheduler process; more than one does no harm."""

    help = "Start recurring work when it is due, and give back the jobs of workers that are gone."
    requires_system_checks = (INSTALLATION,)

    def add_arguments(self, parser: CommandParser) -> None:
        """Only the supervisor asks for anything."""
        parser.add_argument(SUPERVISED, action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, supervised: bool, **_options: Any) -> None:
        """Keep the schedule until told to stop."""
        signal.signal(signal.SIGTERM, lambda _signum, _frame: sys.exit(0))
        if supervised:
            end_with_supervisor()
        run_schedule()
