"""The web process: granian before Django's WSGI application. Run as a module, so its parent stays without Django."""

import argparse
import contextlib
import ctypes

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kundebro.jobs.processes.parent import SUPERVISED, end_with_supervisor

SECONDS_TO_STOP = 5
SECONDS_A_THREAD_STAYS = 600
"""Granian's longest: a thread that ends takes its database connection along."""
M_ARENA_MAX = -8
ARENAS = 2


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument(SUPERVISED, action="store_true")
    wanted = parser.parse_args()
    if wanted.supervised:
        end_with_supervisor()
    keep_small()
    Server(
        "kundebro.config.wsgi:application",
        address=wanted.host,
        port=wanted.port,
        interface=Interfaces.WSGI,
        workers=wanted.workers,
        blocking_threads=wanted.threads,
        blocking_threads_idle_timeout=SECONDS_A_THREAD_STAYS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
        log_level=LogLevels.warning,
    ).serve()


def keep_small() -> None:
    """Let the threads of each worker share two of glibc's heaps: one for each thread costs 5 MB a worker."""
    with contextlib.suppress(OSError, AttributeError):  # another C library has other heaps
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


if __name__ == "__main__":
    main()
