"""`kill -9` of the sender at every stage of a mail (reliability.md F-04): none twice, and what nobody knows is shown."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from kundebro.mail.choices import MailState
from kundebro.mail.models import OutgoingMail
from kundebro.mail.models.outgoing import LEASE
from kundebro.mail.operations import flag_abandoned
from kundebro.mail.sender import Sender
from tests.factories.mail import make_account, make_mail
from tests.fakes.mail_server import mail_server
from tests.faults.killed import in_a_process, killed_at, processes
from tests.faults.together import at_once
from tests.live import Live, connected_to

KILLS = 100
MAILS = 150
"""A killed sender has sent or taken one, and some have taken the next one too."""

STATEMENTS = range(2, 9)
"""Before the look for a mail, the claim, what is noted of it (it is sent by then), and the look for the next one."""
MOMENTS = ("RCPT", "DATA", "taken", *STATEMENTS)

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def send_all() -> None:
    Sender().run(is_batch=True)


def write_mails(count: int, *, port: int) -> None:
    with transaction.atomic():
        make_account(port=port)
        for _mail in range(count):
            make_mail()


def test_four_senders_at_once_send_each_mail_once(installation: Live) -> None:
    with mail_server() as server:
        with connected_to(installation.url):
            write_mails(KILLS, port=server.port)

        at_once(4, lambda _sender: send_all(), url=installation.url)

        with connected_to(installation.url):
            assert set(OutgoingMail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert set(server.counts.values()) == {1}
    assert server.counts.total() == KILLS


def begun_when(ready: Any, work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        ready.wait()
        work()

    return run


def killing(process: Any, *, at: object) -> Callable[[str], None]:
    """What the mail server does when a mail has come so far."""

    def kill(stage: str) -> None:
        if stage == at:
            os.kill(process.pid, signal.SIGKILL)

    return kill


def test_a_sender_killed_at_any_stage_sends_nothing_twice_and_what_is_uncertain_is_flagged(
    installation: Live,
) -> None:
    with mail_server() as server:
        with connected_to(installation.url):
            write_mails(MAILS, port=server.port)

        for _kill, moment in zip(range(KILLS), cycle(MOMENTS), strict=False):
            ready = processes.Event()
            work = begun_when(ready, killed_at(moment, send_all) if isinstance(moment, int) else send_all)
            process = in_a_process(installation.url, work)
            server.when = killing(process, at=moment)
            ready.set()
            process.join()
            assert process.exitcode == -signal.SIGKILL
        server.when = lambda _stage: None

        with connected_to(installation.url):
            cut_off = OutgoingMail.objects.filter(state=MailState.SENDING).count()
            assert flag_abandoned(now=timezone.now() + 2 * LEASE) == cut_off
            send_all()
            states = Counter(OutgoingMail.objects.values_list("state", flat=True))
            noted = OutgoingMail.objects.filter(state=MailState.SENT).values_list("message_id", flat=True)
            sent = {f"<{message_id}>" for message_id in noted}

    assert set(states) == {MailState.SENT, MailState.UNCERTAIN}
    assert states[MailState.UNCERTAIN] == cut_off >= KILLS * 3 // len(MOMENTS)
    assert states.total() == MAILS
    assert set(server.counts.values()) == {1}
    assert sent <= set(server.counts)
