"""Keeps child processes alive, and ends them all when it ends."""

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from types import FrameType

from kundebro.jobs.processes.parent import SECONDS_TO_END

SECONDS_BETWEEN_LOOKS = 0.2
LONGEST_DELAY = 30
SECONDS_UNTIL_STABLE = 60

logger = logging.getLogger(__name__)


class Child:
    """One process to keep alive; it is told by a pipe on its standard input that the supervisor still lives."""

    def __init__(
        self, name: str, command: Callable[[], Sequence[str]], *, when_dead: Callable[[], None] = lambda: None
    ) -> None:
        self.name = name
        self._command = command
        self._when_dead = when_dead
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._failures = 0

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def tend(self) -> None:
        """Start the process when it is not there: at once after a proper end, with growing delay after failures."""
        now = time.monotonic()
        if self.is_alive:
            return
        if self._process is not None:
            self._note_death(self._process, now)
        elif now >= self._start_at:
            self._process = subprocess.Popen(  # noqa: S603  our own commands
                self._command(), stdin=subprocess.PIPE, start_new_session=True
            )
            self._started_at = now

    def signal(self, signum: int) -> None:
        """Send the process a signal."""
        if self._process is not None and self.is_alive:
            self._process.send_signal(signum)

    def end(self, *, deadline: float) -> None:
        """Wait for the process until the deadline, then kill it; clear up what it leaves."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._bury(self._process)

    def _note_death(self, process: subprocess.Popen[bytes], now: float) -> None:
        self._bury(process)
        if process.returncode == 0:
            self._failures = 0
            return
        self._failures = 1 if now - self._started_at > SECONDS_UNTIL_STABLE else self._failures + 1
        delay = min(2 ** (self._failures - 1), LONGEST_DELAY)
        self._start_at = now + delay
        logger.error("The %s ended with %d; it starts again in %d s.", self.name, process.returncode, delay)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        """Kill what is left of the process and of its own children, and tell that it is dead."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
        self._process = None
        self._when_dead()


class Supervisor:
    """Tends its children until SIGTERM, SIGINT or SIGHUP, then ends them within ten seconds."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._is_stopping = False

    def run(self) -> None:
        """Return when told to stop and no child is left."""
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, self._stop)
        try:
            while not self._is_stopping:
                for child in self._children:
                    child.tend()
                time.sleep(SECONDS_BETWEEN_LOOKS)
        finally:
            self._end_children()

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        self._is_stopping = True

    def _end_children(self) -> None:
        """Ask politely, ask for an immediate end (a worker then gives its job back), kill."""
        begun_at = time.monotonic()
        self._signal_all(signal.SIGTERM)
        while any(child.is_alive for child in self._children) and time.monotonic() < begun_at + SECONDS_TO_END:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        self._signal_all(signal.SIGTERM)
        for child in self._children:
            child.end(deadline=begun_at + 2 * SECONDS_TO_END)

    def _signal_all(self, signum: int) -> None:
        for child in self._children:
            child.signal(signum)
