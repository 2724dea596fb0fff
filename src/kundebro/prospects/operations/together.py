"""Starts in the background what is done to very many prospects at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from kundebro.history.recorder import recording
from kundebro.jobs.models import Run
from kundebro.jobs.operations import start_run
from kundebro.jobs.task_queue import AnyTask
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Profile
from kundebro.prospects import tasks
from kundebro.prospects.choices import FieldOwner
from kundebro.prospects.models import ProspectQuerySet, TransferRun
from kundebro.prospects.operations.transfer_together import open_run
from kundebro.users.models import User


def start_changing(
    prospects: ProspectQuerySet, values: Mapping[str, Any], *, by: User, title: str, key: str | None = None
) -> Run | None:
    """As `change_prospects`; the prospects are those that match now. None when a repeat has started it already."""
    more = {"values": tasks.frozen(values)}
    return _start(tasks.change_together, prospects, "prospects.change-many", by=by, title=title, key=key, more=more)


def start_archiving(
    prospects: ProspectQuerySet, *, by: User, title: str, reason: str = "", key: str | None = None
) -> Run | None:
    """As `archive_prospects`."""
    active = prospects.active()
    return _start(tasks.archive_together, active, "prospects.archive", by=by, title=title, key=key, reason=reason)


def start_unarchiving(prospects: ProspectQuerySet, *, by: User, title: str, key: str | None = None) -> Run | None:
    """As `unarchive_prospects`."""
    return _start(tasks.unarchive_together, prospects.archived(), "prospects.unarchive", by=by, title=title, key=key)


def start_bringing_in_step(
    prospects: ProspectQuerySet, winners: Mapping[str, FieldOwner], *, by: User, title: str, key: str | None = None
) -> Run | None:
    """As `bring_all_in_step`."""
    more = {"winners": {name: winner.value for name, winner in winners.items()}}
    task, operation = tasks.bring_in_step_together, "prospects.bring-together"
    return _start(task, prospects, operation, by=by, title=title, key=key, more=more)


def start_transfers(  # noqa: PLR0913  what a transfer of several is told
    prospects: ProspectQuerySet,
    kind: PartyKind,
    *,
    by: User,
    title: str,
    key: str,
    profile: Profile | None = None,
    links: Mapping[int, int] | None = None,
) -> TransferRun:
    """Transfer one after the other; `links` and `profile` as `open_run` has them. A repeat answers with the first."""
    with transaction.atomic():
        transfer_run, is_new = open_run(prospects, kind, by=by, key=key, profile=profile, links=links)
        if is_new:
            _set_to_work(transfer_run, tasks.transfer_together, by=by, title=title)
    return transfer_run


def resume_transfers(transfer_run: TransferRun, *, by: User, title: str) -> TransferRun:
    """Go on with those whose turn has not come; a run at work is left alone."""
    return _go_on(transfer_run, tasks.transfer_together, by=by, title=title)


def start_taking_back(transfer_run: TransferRun, *, by: User, title: str) -> TransferRun:
    """Undo all that the run has transferred; a run at work is left alone."""
    return _go_on(transfer_run, tasks.take_back_transfers, by=by, title=title)


def _go_on(transfer_run: TransferRun, task: AnyTask, *, by: User, title: str) -> TransferRun:
    with transaction.atomic():
        transfer_run = TransferRun.objects.select_for_update(of=("self",)).get(pk=transfer_run.pk)
        if not transfer_run.is_at_work:
            _set_to_work(transfer_run, task, by=by, title=title)
    return transfer_run


def _set_to_work(transfer_run: TransferRun, task: AnyTask, *, by: User, title: str) -> None:
    transfer_run.job = start_run(
        kind=f"prospects.transfer-to-{transfer_run.kind}",
        title=title,
        by=by,
        task=task,
        arguments={"transfer_run": transfer_run.pk},
        link=transfer_run.get_absolute_url(),
    )
    transfer_run.save(update_fields=["job"])


def _start(  # noqa: PLR0913  what differs between the three
    task: AnyTask,
    prospects: ProspectQuerySet,
    operation: str,
    *,
    by: User,
    title: str,
    key: str | None,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> Run | None:
    with recording(operation, by=by, key=key, reason=reason) as record:
        if record.is_repeat:
            return None
        changeset = record.changeset.pk
        keys = list(prospects.order_by("pk").values_list("pk", flat=True))
        arguments = {"changeset": changeset, "keys": keys, **(more or {})}
        link = reverse("history:changeset", args=[changeset])
        return start_run(kind=operation, title=title, by=by, task=task, arguments=arguments, link=link)
