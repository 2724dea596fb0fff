"""Prospects and their code tables for tests."""

from itertools import count
from typing import Any

from kundebro.history.recorder import recording
from kundebro.prospects.models import InterestType, LeadSource, ProductionUnit, Prospect, ProspectStatus, TargetGroup
from kundebro.prospects.operations import archive_prospects, create_prospect, save_production_unit
from kundebro.users.models import User
from tests.factories.users import make_user

_numbers = count(1)


def make_prospect(
    *, name: str = "", responsible: User | None = None, by: User | None = None, **values: Any
) -> Prospect:
    """A prospect under the next number, with the values given; whoever is responsible made it unless `by` did."""
    by = by or responsible or make_user()
    given = {"name": name or f"Firma {next(_numbers)}", **values}
    return create_prospect(given | ({"responsible": responsible} if responsible else {}), by=by)


def make_archived(*, reason: str = "", by: User | None = None, **values: Any) -> Prospect:
    """A prospect that has been put away."""
    by = by or make_user()
    prospect = make_prospect(by=by, **values)
    archive_prospects(Prospect.objects.filter(pk=prospect.pk), by=by, reason=reason)
    prospect.refresh_from_db()
    return prospect


def make_production_unit(
    prospect: Prospect, *, p_no: str = "1003456789", by: User | None = None, **values: Any
) -> ProductionUnit:
    """A place of work of the prospect."""
    return save_production_unit(ProductionUnit(prospect=prospect, p_no=p_no, **values), by=by or make_user())


def make_status(*, name: str = "Lovende", **values: Any) -> ProspectStatus:
    """A status of the company's own."""
    return _made(ProspectStatus(code=f"S{next(_numbers)}", name=name, **values))


def make_source(*, name: str = "Messe i Herning", **values: Any) -> LeadSource:
    """A lead source."""
    return _made(LeadSource(code=f"K{next(_numbers)}", name=name, **values))


def make_target_group(*, name: str = "Byggefirmaer", **values: Any) -> TargetGroup:
    """A target group."""
    return _made(TargetGroup(code=f"M{next(_numbers)}", name=name, **values))


def make_interest_type(*, name: str = "Trapper", **values: Any) -> InterestType:
    """An interest type."""
    return _made(InterestType(code=f"I{next(_numbers)}", name=name, **values))


def _made(row: Any) -> Any:
    with recording("test.code", by=None):
        row.save()
    return row
