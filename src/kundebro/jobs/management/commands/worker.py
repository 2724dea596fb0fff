import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundebro.core.checks import INSTALLATION
from kundebro.jobs.processes.parent import SUPERVISED, end_with_supervisor
from kundebro.jobs.processes.worker import JobWorker, new_worker_id


class Command(BaseCommand):
    """One worker process; start as many as the machine bears, and start them again when they end."""

    help = "Run background jobs. Ends by itself, with exit code 0, when it has grown: have it started again."
    requires_system_checks = (INSTALLATION,)

    def add_arguments(self, parser: CommandParser) -> None:
        """What a service manager, a test or the supervisor may ask for."""
        parser.add_argument("--worker-id", default="", help="name of this worker, unique for ever (default: made up)")
        parser.add_argument("--batch", action="store_true", help="end when nothing is queued")
        parser.add_argument(SUPERVISED, action="store_true", help=argparse.SUPPRESS)

    def handle(self, *, worker_id: str, batch: bool, supervised: bool, **_options: Any) -> None:
        """Work until told to stop."""
        worker = JobWorker(worker_id=worker_id or new_worker_id(), is_batch=batch)
        worker.configure_signals()
        if supervised:
            end_with_supervisor()
        worker.run()
