import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kundebro.jobs.processes.supervisor import Child, Supervisor
from tests.live import wait_until

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(100)"


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The supervisor takes the signals of its process: give them back."""
    taken = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.getsignal(signum) for signum in taken]
    yield
    for signum, handler in zip(taken, before, strict=True):
        signal.signal(signum, handler)


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def note_and_exit(file: Path, code: int) -> list[str]:
    """A process that writes a line and ends."""
    return python("import sys; open(sys.argv[1], 'a').write('begun\\n'); sys.exit(int(sys.argv[2]))", file, code)


def starts(file: Path) -> int:
    return file.read_text().count("begun") if file.exists() else 0


def tend_until_started(child: Child, file: Path, *, times: int) -> float:
    """Tend the child until it has started so often; the seconds that took."""
    begun_at = time.monotonic()

    def is_started() -> bool:
        child.tend()
        return starts(file) >= times

    wait_until(is_started)
    return time.monotonic() - begun_at


def test_a_child_that_fails_is_started_again_after_a_growing_delay(tmp_path: Path) -> None:
    file = tmp_path / "starts"
    deaths: list[int] = []
    child = Child("test", lambda: note_and_exit(file, 3), when_dead=lambda: deaths.append(1))

    seconds = tend_until_started(child, file, times=3)
    child.end(deadline=time.monotonic() + 5)

    assert seconds >= 1 + 2
    assert len(deaths) == 3


def test_a_child_that_ends_well_is_started_again_without_delay(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "starts"
    child = Child("test", lambda: note_and_exit(file, 0))

    tend_until_started(child, file, times=3)
    child.end(deadline=time.monotonic() + 5)

    assert caplog.records == []


def test_what_a_dead_child_leaves_running_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "grandchild"
    code = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '100']).pid, file=open(sys.argv[1], 'w', 1)); time.sleep(100)"
    child = Child("test", lambda: python(code, file))
    child.tend()
    wait_until(lambda: file.exists() and file.read_text().endswith("\n"))
    grandchild = psutil.Process(int(file.read_text()))

    child.signal(signal.SIGKILL)
    wait_until(lambda: not child.is_alive)
    child.tend()

    wait_until(lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_supervisor_ends_its_children_when_told_to_end(signum: signal.Signals) -> None:
    child = Child("test", lambda: python("import time; time.sleep(100)"))
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signum)).start()

    Supervisor([child]).run()

    assert not child.is_alive


def test_a_child_that_does_not_want_to_end_is_killed_within_ten_seconds(tmp_path: Path) -> None:
    child = Child("test", lambda: python(STUBBORN))
    threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    begun_at = time.monotonic()

    Supervisor([child]).run()

    assert not child.is_alive
    assert time.monotonic() - begun_at < 1 + 10


def test_a_supervised_process_ends_when_its_supervisor_is_gone() -> None:
    code = "import time; from kundebro.jobs.processes.parent import end_with_supervisor as e; e(); time.sleep(100)"
    process = subprocess.Popen(python(code), stdin=subprocess.PIPE)
    assert process.stdin is not None

    process.stdin.close()

    assert process.wait(20) == -signal.SIGTERM
