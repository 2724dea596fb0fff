"""Prospect after prospect becomes debtor or creditor: each by itself, all of it told row by row, and taken back at once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.recorder import latest_changeset
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Profile
from kundebro.prospects.choices import TRANSFERRED, TransferOutcome
from kundebro.prospects.models import Prospect, ProspectQuerySet, TransferRow, TransferRun
from kundebro.prospects.operations.transfer import AlreadyTransferred, link, transfer
from kundebro.prospects.queries.transfer import ACCOUNTS, PROFILES
from kundebro.prospects.queries.transfer_together import Prospective, prospective
from kundebro.prospects.refusals import TRANSFER_REFUSALS, why_not_transferred
from kundebro.users.models import User

Fence = Callable[[], None]
Report = Callable[[int, int], None]


def open_run(
    prospects: ProspectQuerySet,
    kind: PartyKind,
    *,
    by: User,
    key: str,
    profile: Profile | None = None,
    links: Mapping[int, int] | None = None,
) -> tuple[TransferRun, bool]:
    """Write down what is to be done; the run, and whether it is a new one: a repeat with the key gets the first.

    `links` names, by prospect, the account that it is linked to instead of being given a new one.
    """
    with transaction.atomic():
        transfer_run, is_new = TransferRun.objects.get_or_create(
            key=f"{by.pk}:{key}",
            defaults={
                "kind": kind,
                "profile": profile.pk if profile else None,
                "started_by": by,
                "created_at": timezone.now(),
            },
        )
        if is_new:
            rows = list(prospects.order_by("sort_name", "pk").values_list("pk", "number", "name"))
            TransferRow.objects.bulk_create(
                TransferRow(
                    transfer_run=transfer_run,
                    position=position,
                    object_id=pk,
                    title=f"{number} {name}",
                    link_to=(links or {}).get(pk),
                )
                for position, (pk, number, name) in enumerate(rows, start=1)
            )
        return transfer_run, is_new


def carry_out(transfer_run: TransferRun, *, fence: Fence = lambda: None, report: Report = lambda _d, _t: None) -> None:
    """Deal with every row not yet dealt with; each is one transaction, so a killed run goes on where it was."""
    rows, profile = transfer_run.rows, _profile(transfer_run)
    total, waiting = rows.count(), list(rows.filter(outcome=TransferOutcome.WAITING))
    for done, row in enumerate(waiting, start=total - len(waiting) + 1):
        with transaction.atomic():
            fence()
            _deal_with(row, transfer_run, profile)
            row.save()
        report(done, total)


def take_back(transfer_run: TransferRun, *, by: User, fence: Fence, report: Report) -> None:
    """Undo every row's transfer, the last one first; one that cannot be undone stays, and its row says why."""
    rows = list(transfer_run.rows.filter(outcome__in=TRANSFERRED).select_related("changeset").order_by("-position"))
    for done, row in enumerate(rows, start=1):
        with transaction.atomic():
            fence()
            row.note = _taken_back(row.changeset, by) if row.changeset else ""
            row.outcome = row.outcome if row.note else TransferOutcome.UNDONE
            row.save()
        report(done, len(rows))


def _taken_back(changeset: Changeset, by: User) -> str:
    """Undo a transfer, unless someone has done so; why not, when it cannot be."""
    try:
        undo(changeset, by=by)
    except UndoRefused as refused:
        return "" if hasattr(changeset, "undone_by") else refused.reason
    except PermissionDenied as refused:
        return why_not_transferred(refused)
    return ""


def _deal_with(row: TransferRow, transfer_run: TransferRun, profile: Profile | None) -> None:
    by, kind = transfer_run.started_by, PartyKind(transfer_run.kind)
    visible = Prospect.objects.visible_to(by).filter(pk=row.object_id)
    key = f"together:{transfer_run.pk}:{row.object_id}"
    try:
        found = prospective(visible, kind, profile)
        if not found:
            raise PermissionDenied
        _carry_out(row, found[0], kind, by=by, key=key)
    except AlreadyTransferred as already:
        row.outcome, row.account = TransferOutcome.ALREADY, already.account.pk
        row.note = why_not_transferred(already)
    except TRANSFER_REFUSALS as refused:
        row.outcome, row.note = TransferOutcome.REFUSED, why_not_transferred(refused)


def _carry_out(row: TransferRow, found: Prospective, kind: PartyKind, *, by: User, key: str) -> None:
    accounts: Any = ACCOUNTS[kind]._default_manager
    to_link = accounts.filter(pk=row.link_to).first() if row.link_to else None
    if to_link is not None:
        account = link(found.prospect, to_link, by=by, key=key)
        row.outcome = TransferOutcome.LINKED
    elif found.will_open:
        account = transfer(found.prospect, kind, by=by, key=key, profile=found.profile)
        row.outcome = TransferOutcome.CREATED
    else:
        row.outcome = TransferOutcome.REFUSED if found.may_link else found.outcome
        row.account, row.note = found.account.pk if found.account else None, found.reason[:300]
        return
    row.account, row.changeset = account.pk, latest_changeset()


def _profile(transfer_run: TransferRun) -> Profile | None:
    profiles: Any = PROFILES[PartyKind(transfer_run.kind)]._default_manager
    return profiles.filter(pk=transfer_run.profile).first() if transfer_run.profile else None
