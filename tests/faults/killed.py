"""Processes that end themselves, or are ended, in the middle of their work."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.live import connected_to

processes = multiprocessing.get_context("fork")


def in_a_process(url: str, work: Callable[[], Any]) -> "multiprocessing.process.BaseProcess":
    """Start the work in a process with a connection and a process group of its own."""

    def run() -> None:
        os.setsid()
        with connected_to(url):
            connection.ensure_connection()
            work()
        os._exit(0)

    process = processes.Process(target=run)
    process.start()
    return process


def killed_at(statement: int, work: Callable[[], Any]) -> Callable[[], Any]:
    """The work, which ends itself when it has carried out so many statements, without the rest and without a commit."""

    def run() -> None:
        count = 0

        def count_down(execute: Any, *arguments: Any) -> Any:
            nonlocal count
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1
            return execute(*arguments)

        with connection.execute_wrapper(count_down):
            work()
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)

    return run
