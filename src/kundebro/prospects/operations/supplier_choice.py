"""Several candidates, one supplier: what each offers is noted, one becomes creditor, the others are put away (Leverandørvalg)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.models import Creditor, CreditorProfile
from kundebro.prospects.models import Prospect, ProspectQuerySet, SupplierCandidate, SupplierComparison
from kundebro.prospects.operations.archive import archive_prospects
from kundebro.prospects.operations.transfer import first_answer, link_to_creditor, transfer_to_creditor
from kundebro.prospects.queries.suppliers import put_away_by
from kundebro.users.models import User

FEWEST: Final = 2
MOST: Final = 8


class NotComparable(Exception):
    """So few need no comparison, or so many do not fit beside each other."""


class AlreadyDecided(Exception):
    """One of the candidates was chosen before."""


def compare_suppliers(
    prospects: ProspectQuerySet, *, title: str, by: User, key: str | None = None
) -> SupplierComparison:
    """Put the prospects side by side; raises NotComparable unless there are 2 to 8."""
    with recording("prospects.compare-suppliers", by=by, key=key) as record:
        if record.is_repeat:
            return record.result(SupplierComparison)
        rows = list(prospects.order_by("sort_name", "pk")[: MOST + 1])
        if not FEWEST <= len(rows) <= MOST:
            raise NotComparable
        comparison = SupplierComparison(title=title)
        comparison.save()
        for prospect in rows:
            SupplierCandidate(comparison=comparison, prospect=prospect).save()
        return record.returns(comparison)


def note_candidate(
    candidate: SupplierCandidate,
    values: Mapping[str, Any],
    *,
    by: User,
    version: int | None = None,
    key: str | None = None,
) -> SupplierCandidate:
    """Write down what a candidate offers and what one thinks of it; raises StaleWrite and AlreadyDecided."""
    with recording("prospects.note-candidate", by=by, about=candidate.comparison, key=key) as record:
        if record.is_repeat:
            return record.result(SupplierCandidate)
        _undecided(candidate.comparison)
        candidate = SupplierCandidate.objects.select_for_update().get(pk=candidate.pk)
        if version is not None and candidate.version != version:
            raise StaleWrite(candidate)
        for name, value in values.items():
            setattr(candidate, name, value)
        candidate.save()
        return record.returns(candidate)


def choose_supplier(
    candidate: SupplierCandidate,
    *,
    by: User,
    key: str | None = None,
    profile: CreditorProfile | None = None,
    number: str | None = None,
    link_to: Creditor | None = None,
) -> Creditor:
    """Make the candidate a creditor unless it is one, and put away the others that are neither debtor nor creditor.

    Raises AlreadyDecided, and what `transfer_to_creditor` and `link_to_creditor` raise.
    """
    with recording("prospects.choose-supplier", by=by, about=candidate.comparison, key=key) as record:
        if record.is_repeat:
            return first_answer(record, Creditor)
        comparison = _undecided(candidate.comparison)
        prospects = _locked_prospects(comparison)
        chosen = next(each for each in prospects if each.pk == candidate.prospect_id)
        creditor = chosen.creditor
        if creditor is None and link_to is not None:
            creditor = link_to_creditor(chosen, link_to, by=by)
        elif creditor is None:
            creditor = transfer_to_creditor(chosen, by=by, profile=profile, number=number)
        candidate = SupplierCandidate.objects.get(pk=candidate.pk)
        candidate.is_chosen, comparison.decided_at = True, record.at
        candidate.save()
        comparison.save()
        reason = _("Not chosen: %(name)s was chosen") % {"name": chosen.name}
        archive_prospects(put_away_by(candidate, by=by), by=by, reason=reason)
        return record.returns(creditor)


def _undecided(comparison: SupplierComparison) -> SupplierComparison:
    locked = SupplierComparison.objects.select_for_update().get(pk=comparison.pk)
    if locked.is_decided:
        raise AlreadyDecided(locked)
    return locked


def _locked_prospects(comparison: SupplierComparison) -> Sequence[Prospect]:
    """All candidates, by key and before any account (CORE-6): two choices may share some of them."""
    keys = comparison.candidates.values_list("prospect_id", flat=True)
    return list(Prospect.objects.filter(pk__in=list(keys)).order_by("pk").select_for_update())
