"""What is done to more prospects than one waits for: in portions as one changeset, or one transfer after the other."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from kundebro.history.models import Changeset
from kundebro.history.recorder import recording
from kundebro.jobs.background import task
from kundebro.jobs.models import Run
from kundebro.jobs.operations import RunFailed, fence
from kundebro.prospects.choices import FieldOwner
from kundebro.prospects.models import Prospect, ProspectQuerySet, TransferRun
from kundebro.prospects.operations.archive import archive_prospects, unarchive_prospects
from kundebro.prospects.operations.change import change_prospects
from kundebro.prospects.operations.in_step import bring_all_in_step
from kundebro.prospects.operations.transfer_together import carry_out, take_back
from kundebro.prospects.refusals import left_in_use
from kundebro.users.models import User

PORTION = 1000
Work = Callable[[ProspectQuerySet, User], object]


@task
def change_together(run: Run, *, changeset: int, keys: list[int], values: dict[str, Any]) -> int:
    """Give the prospects the same values."""

    def work(prospects: ProspectQuerySet, by: User) -> None:
        change_prospects(prospects, thawed(values), by=by)

    return _in_portions(run, changeset, keys, "prospects.change_prospect", work)


@task
def archive_together(run: Run, *, changeset: int, keys: list[int]) -> int:
    """Put the prospects away, for the reason the changeset gives."""
    reason = Changeset.objects.values_list("reason", flat=True).get(pk=changeset)

    def work(prospects: ProspectQuerySet, by: User) -> None:
        archive_prospects(prospects, by=by, reason=reason)

    done = _in_portions(run, changeset, keys, "prospects.archive_prospect", work)
    if left := Prospect.objects.active().filter(pk__among=keys).count():
        run.text = left_in_use(left)
    return done


@task
def unarchive_together(run: Run, *, changeset: int, keys: list[int]) -> int:
    """Bring the prospects back."""

    def work(prospects: ProspectQuerySet, by: User) -> None:
        unarchive_prospects(prospects, by=by)

    return _in_portions(run, changeset, keys, "prospects.archive_prospect", work)


@task
def bring_in_step_together(run: Run, *, changeset: int, keys: list[int], winners: dict[str, str]) -> int:
    """Let one side win, field by field, where prospects and their accounts differ."""
    chosen = {name: FieldOwner(winner) for name, winner in winners.items()}

    def work(prospects: ProspectQuerySet, by: User) -> None:
        bring_all_in_step(prospects, chosen, by=by)

    return _in_portions(run, changeset, keys, "prospects.level_prospect", work)


@task
def transfer_together(run: Run, *, transfer_run: int) -> None:
    """Transfer the prospects whose turn has not come yet."""
    found = TransferRun.objects.select_related("started_by").get(pk=transfer_run)
    carry_out(found, fence=partial(fence, run), report=run.progress)


@task
def take_back_transfers(run: Run, *, transfer_run: int) -> None:
    """Undo what a transfer of several has done."""
    found = TransferRun.objects.get(pk=transfer_run)
    if run.started_by is None:
        raise RunFailed(_("Only a person can undo."))
    take_back(found, by=run.started_by, fence=partial(fence, run), report=run.progress)


def frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them: rows by their keys, days in ISO form."""
    return {name: _frozen(value) for name, value in values.items()}


def thawed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the operation takes them."""
    found = {}
    for name, value in values.items():
        column: Any = Prospect._meta.get_field(name)
        if column.many_to_many:
            found[name] = list(column.related_model._base_manager.filter(pk__in=value))
        else:
            found[column.attname] = column.to_python(value)
    return found


def _frozen(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "pk"):
        return value.pk
    return value if isinstance(value, str) or value is None else [row.pk for row in value]


def _in_portions(run: Run, changeset: int, keys: list[int], permission: str, work: Work) -> int:
    """Do the work portion by portion, under the starter's rights as they are now; answers how many rows changed.

    Begun again after a kill it goes through all of them: what is done already does not change a second time.
    """
    by, record = run.started_by, Changeset.objects.get(pk=changeset)
    if by is None or not by.has_perm(permission):
        raise RunFailed(_("You no longer have the right to this. Nothing more was changed."))
    for start in range(0, len(keys), PORTION):
        portion = keys[start : start + PORTION]
        with recording(record.operation, by=by, going_on=record):
            fence(run)
            work(Prospect.objects.visible_to(by).filter(pk__in=portion), by)
        run.progress(min(start + PORTION, len(keys)), len(keys))
    return record.change_count
