"""A supervised process ends when its supervisor does, however that ended."""

import os
import signal
import threading
import time

SUPERVISED = "--supervised"
SECONDS_TO_END = 4
_STDIN = 0


def end_with_supervisor() -> None:
    """Watch standard input, a pipe that only the supervisor holds open: when it closes, end as if told to."""
    threading.Thread(target=_end_after_input, name="supervisor", daemon=True).start()


def _end_after_input() -> None:
    while os.read(_STDIN, 1):
        pass
    for _attempt in ("when the work is done", "now"):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SECONDS_TO_END)
    os._exit(1)
