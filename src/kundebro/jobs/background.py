"""`@task`: work that a worker does for a run, with lease, new attempts and no personal data in its errors."""

import functools
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, overload
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kundebro.jobs.choices import RunState
from kundebro.jobs.models import LeaseLost, Run, RunCancelled, RunFailed
from kundebro.jobs.models.lease import RENEWAL
from kundebro.jobs.operations import attempt
from kundebro.jobs.task_queue import AnyTask, TaskContext, queue_task

Work = Callable[..., Any]
Errors = tuple[type[Exception], ...]

TRANSIENT: Errors = (OperationalError, InterfaceError)
"""Errors that a later attempt may not meet: a locked database, a lost connection."""

logger = logging.getLogger(__name__)


class TaskFailed(Exception):
    """What the queue keeps of an error: its kind and where it happened, never the values (JOB-5)."""


@overload
def task(work: Work) -> AnyTask: ...
@overload
def task(*, queue: str = "default", retry_on: Errors = ()) -> Callable[[Work], AnyTask]: ...
def task(
    work: Work | None = None, *, queue: str = "default", retry_on: Errors = ()
) -> AnyTask | Callable[[Work], AnyTask]:
    """Make a module-level function `work(run, *, …)` a background task for `start_run`.

    Its named arguments are JSON; what it returns, JSON too, becomes the run's result. It may be begun again after a
    kill, so it is idempotent, calls `fence(run)` first in each transaction that has an effect, and `run.progress(…)`
    between them. RunFailed ends the run with its message; TRANSIENT errors and those of `retry_on` mean a new attempt.
    """

    def decorate(work: Work) -> AnyTask:
        def carried_out(context: TaskContext, /, run_id: int, **arguments: Any) -> None:
            queued = context.task_result
            carry_out(
                functools.partial(work, **arguments),
                run_id,
                token=UUID(queued.id),
                worker_id=queued.worker_ids[-1],
                retry_on=TRANSIENT + retry_on,
            )

        for name in functools.WRAPPER_ASSIGNMENTS:
            setattr(carried_out, name, getattr(work, name))
        return queue_task(takes_context=True, queue_name=queue)(carried_out)

    return decorate(work) if work else decorate


def carry_out(work: Callable[[Run], Any], run_id: int, *, token: UUID, worker_id: str, retry_on: Errors) -> None:
    """Make one attempt at the run; does nothing when the attempt is no longer wanted."""
    run = attempt.begin(run_id, token=token, worker_id=worker_id, now=timezone.now())
    if run is None:
        return
    with renewed(token), translation.override(run.language):
        try:
            result = work(run)
        except RunCancelled:
            attempt.end(run, RunState.CANCELLED, now=timezone.now())
        except RunFailed as refusal:
            attempt.end(run, RunState.FAILED, text=str(refusal), now=timezone.now())
        except LeaseLost as loss:
            raise TaskFailed(place_of(loss)) from None
        except (SystemExit, KeyboardInterrupt):
            attempt.give_back(token, now=timezone.now(), is_counted=False)
            raise
        except retry_on as error:
            attempt.give_back(token, now=timezone.now(), failure=place_of(error))
            raise TaskFailed(place_of(error)) from None
        except Exception as error:  # noqa: BLE001  whatever a task raises ends its run
            text = _("Something unexpected happened. What was saved is kept. Try again, or ask the administrator.")
            attempt.end(run, RunState.FAILED, text=text, failure=place_of(error), now=timezone.now())
            raise TaskFailed(place_of(error)) from None
        else:
            attempt.end(run, RunState.DONE, result=result, now=timezone.now())


@contextmanager
def renewed(token: UUID, *, every: timedelta = RENEWAL) -> Iterator[None]:
    """Renew the attempt's lease from a thread of its own for as long as the block runs."""
    stopped = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(stopped, token, every), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _renew_until(stopped: threading.Event, token: UUID, every: timedelta) -> None:
    try:
        while not stopped.wait(every.total_seconds()):
            try:
                if not attempt.renew(token, now=timezone.now()):
                    return
            except DatabaseError:
                logger.warning("The lease of attempt %s could not be renewed; trying again.", token)
                connection.close()
    finally:
        connection.close()


def place_of(error: BaseException) -> str:
    """The error's class and the lines it came through, without its message and without any value."""
    lines = [
        f"{frame.f_globals.get('__name__', '?')}:{number} {frame.f_code.co_name}"
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *lines])
