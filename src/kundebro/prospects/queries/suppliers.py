"""Questions over choices of suppliers."""

from kundebro.prospects.models import Prospect, ProspectQuerySet, SupplierCandidate
from kundebro.users.models import User


def rivals_of(candidate: SupplierCandidate) -> ProspectQuerySet:
    """The other candidates that are in daily use."""
    others = SupplierCandidate.objects.filter(comparison=candidate.comparison_id).exclude(pk=candidate.pk)
    return Prospect.objects.active().filter(pk__in=others.values("prospect"))


def put_away_by(candidate: SupplierCandidate, *, by: User) -> ProspectQuerySet:
    """The candidates that are archived when this one is chosen: those we have no other dealings with."""
    if not by.has_perm("prospects.archive_prospect"):
        return Prospect.objects.none()
    return rivals_of(candidate).visible_to(by).filter(debtor=None, creditor=None)
