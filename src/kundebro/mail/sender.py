"""The sender process: takes one mail after the other out of the outbox, so that no page and no job waits for a server."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Final, TypeVar

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.mail.attachments import AttachmentGone
from kundebro.mail.letters import letter_of, wire_address
from kundebro.mail.models import OutgoingMail
from kundebro.mail.operations import claim_next, flag_abandoned, settle
from kundebro.mail.smtp import Delivery, Outcome, Verdict

SECONDS_BETWEEN_LOOKS: Final = 2
SECONDS_TO_TELL: Final = 60

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Sender:
    """Sends what is due until told to stop; the first signal waits for the mail at hand, the second does not."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def configure_signals(self) -> None:
        """Stop on SIGTERM and SIGINT."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self._stop)

    def run(self, *, is_batch: bool = False) -> None:
        """Work until stopped, or in a batch until nothing is due; a database that is away is asked again."""
        while not self._stopped.is_set():
            try:
                has_sent = make_round()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The database did not answer (%s); the sender tries again.", type(error).__name__)
                connection.close()
                has_sent = False
            if is_batch and not has_sent:
                return
            if not has_sent:
                close_old_connections()
                self._stopped.wait(SECONDS_BETWEEN_LOOKS)

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        if self._stopped.is_set():
            raise SystemExit(0)
        self._stopped.set()


def make_round() -> bool:
    """Flag what was cut off, and send one mail; whether there was one."""
    now = timezone.now()
    if flagged := flag_abandoned(now=now):
        logger.error("%d mails were cut off while being sent: somebody must decide what to do.", flagged)
    mail = claim_next(now=now)
    if mail is None:
        return False
    send(mail)
    return True


def send(mail: OutgoingMail) -> None:
    """Send a claimed mail and write how it went; when the process is ended meanwhile, that too."""
    assert mail.account is not None, "a claimed mail has its account"  # noqa: S101  for the type
    delivery = Delivery(mail.account)
    outcome = Outcome(Verdict.UNKNOWN)
    try:
        letter = letter_of(mail, account=mail.account, now=timezone.now())
        outcome = delivery.send(letter, to_address=wire_address(mail.to_address))
    except AttachmentGone:
        outcome = Outcome(Verdict.REFUSED, _("What was to be attached is no longer there."))
    except UnicodeError:
        outcome = Outcome(Verdict.REFUSED, _("The address cannot be written as a mail server wants it."))
    except Exception as error:
        logger.exception("Mail %d could not be sent.", mail.pk)
        outcome = Outcome(delivery.broken_off().verdict, type(error).__name__)
    except BaseException:
        outcome = delivery.broken_off(_("The sending was cut off."))
        raise
    finally:
        _persistently(lambda: settle(mail, outcome, now=timezone.now()))


def _persistently(work: Callable[[], T]) -> T:
    """Do it, however long the database is busy, up to a minute: what was sent should be known as sent."""
    deadline = time.monotonic() + SECONDS_TO_TELL
    while True:
        try:
            return work()
        except (DatabaseError, InterfaceError):
            if time.monotonic() > deadline or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(1)
