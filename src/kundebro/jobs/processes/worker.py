"""The worker process: django-tasks-db's worker, made to survive a busy database and to stay small."""

import logging
import os
import secrets
import socket
import time
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

from kundebro.jobs.task_queue import TaskResult, Worker

TASKS_BEFORE_RECYCLING = 500
BYTES_BEFORE_RECYCLING = 300 * 1024 * 1024
SECONDS_BETWEEN_LOOKS = 0.5
LONGEST_HOST_NAME = 40

logger = logging.getLogger(__name__)


class JobWorker(Worker):
    """Runs what is queued, in every queue; ends by itself, between two jobs, when it has grown too big."""

    def __init__(self, *, worker_id: str, is_batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=is_batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=TASKS_BEFORE_RECYCLING,
            worker_id=worker_id,
        )

    def run(self) -> None:
        """Work until told to stop; a database that is locked or away is asked again."""
        while self.running:
            try:
                super().run()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database did not answer (%s); the worker tries again.", type(error).__name__)
                connection.close()
                time.sleep(SECONDS_BETWEEN_LOOKS)
            else:
                return

    def run_task(self, db_task_result: TaskResult) -> None:
        """Run one job; afterwards, make room when it left much memory in use."""
        super().run_task(db_task_result)
        if resident_bytes() > BYTES_BEFORE_RECYCLING:
            self.running = False


def new_worker_id() -> str:
    """Host, process and a random part: says where a worker is and never comes again."""
    return f"{socket.gethostname()[:LONGEST_HOST_NAME]}-{os.getpid()}-{secrets.token_hex(4)}"


def resident_bytes() -> int:
    """Memory this process holds now; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
