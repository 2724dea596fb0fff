"""The scheduler process: gives back what dead workers left and starts what is due."""

import logging
import time

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from kundebro.jobs.operations import reap
from kundebro.jobs.schedule import start_due_runs

SECONDS_BETWEEN_ROUNDS = 30

logger = logging.getLogger(__name__)


def run_schedule() -> None:
    """Look every 30 seconds (JOB-2), for ever; any number of schedulers may do so at once."""
    while True:
        make_round()
        close_old_connections()
        time.sleep(SECONDS_BETWEEN_ROUNDS)


def make_round() -> None:
    """Look once; a database that does not answer is asked again in the next round."""
    now = timezone.now()
    try:
        if given_back := reap(now=now):
            logger.warning("Gave back %d background jobs of lost workers.", given_back)
        start_due_runs(now=now)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The database did not answer (%s); the scheduler tries again.", type(error).__name__)
        connection.close()
