"""Many processes that do something at the same moment."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from tests.live import PATIENCE, connected_to

processes = multiprocessing.get_context("fork")


def at_once(count: int, work: Callable[[int], Any], *, url: str) -> list[Any]:
    """What each of the processes answers, or the exception it ended with; each has its own connection."""
    answers: Any = processes.Queue()
    start = processes.Barrier(count)

    def run(number: int) -> None:
        with connected_to(url):
            start.wait(PATIENCE)
            try:
                answers.put(work(number))
            except Exception as error:  # noqa: BLE001  the test looks at whatever went wrong
                answers.put(repr(error))

    everyone = [processes.Process(target=run, args=(number,)) for number in range(count)]
    for each in everyone:
        each.start()
    try:
        return [answers.get(timeout=PATIENCE) for _each in everyone]
    finally:
        for each in everyone:
            each.join(1)
            each.kill()
