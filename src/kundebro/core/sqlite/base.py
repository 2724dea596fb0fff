"""The connection to SQLite: as Django's, but nobody waits for ever to write.

SQLite lets those who have waited longest ask most seldom, every 100 ms: among many who write steadily somebody always comes
between, until the timeout ends it with "database is locked". Here everyone who waits asks again after the same short while.
"""

from random import uniform
from time import monotonic, sleep
from typing import Final

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

PAUSE: Final = (0.002, 0.008)
"""Seconds from one attempt to the next, at random, so that those who wait do not walk in step."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins transactions in turn; the patience is the `timeout` of the settings, in seconds."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        until = monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._begin(until)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")

    def _begin(self, until: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            except OperationalError as error:
                if "locked" not in str(error) or monotonic() >= until:
                    raise
                sleep(uniform(*PAUSE))  # noqa: S311  no secret
            else:
                return
