import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundebro.core.checks import INSTALLATION
from kundebro.jobs.processes.parent import SUPERVISED, end_with_supervisor
from kundebro.mail.sender import Sender


class Command(BaseCommand):
    """The sender process; more than one does no harm."""

    help = "Send what lies in the outbox, and go on doing so."
    requires_system_checks = (INSTALLATION,)

    def add_arguments(self, parser: CommandParser) -> None:
        """What a service manager, a test or the supervisor may ask for."""
        parser.add_argument("--batch", action="store_true", help="end when nothing is due")
        parser.add_argument(SUPERVISED, action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, batch: bool, supervised: bool, **_options: Any) -> None:
        """Send until told to stop."""
        sender = Sender()
        sender.configure_signals()
        if supervised:
            end_with_supervisor()
        sender.run(is_batch=batch)
