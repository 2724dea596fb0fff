"""P-numbers of a prospect."""

import pytest
from django.db import IntegrityError

from kundebro.history.operations.undo import undo
from kundebro.history.recorder import latest_changeset
from kundebro.prospects.models import ProductionUnit
from kundebro.prospects.operations import remove_production_unit, save_production_unit
from tests.factories.prospects import make_production_unit, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_company_has_several() -> None:
    prospect = make_prospect()
    units = [make_production_unit(prospect, p_no=p_no) for p_no in ("1003456789", "1003456790")]

    assert list(prospect.production_units.all()) == units


def test_a_new_main_unit_takes_over() -> None:
    prospect = make_prospect()
    first = make_production_unit(prospect, p_no="1003456789", is_main=True)

    second = make_production_unit(prospect, p_no="1003456790", is_main=True)

    first.refresh_from_db()
    assert (first.is_main, second.is_main) == (False, True)


def test_the_same_number_twice_on_one_prospect_is_refused() -> None:
    prospect = make_prospect()
    make_production_unit(prospect)

    with pytest.raises(IntegrityError):
        make_production_unit(prospect)


def test_the_same_request_twice_makes_one() -> None:
    prospect, by = make_prospect(), make_user()

    units = [
        save_production_unit(ProductionUnit(prospect=prospect, p_no="1003456789"), by=by, key="abc") for _ in range(2)
    ]

    assert (units[0], ProductionUnit.objects.count()) == (units[1], 1)


def test_a_removed_unit_comes_back_by_undo() -> None:
    by = make_user()
    unit = make_production_unit(make_prospect(by=by), name="Lager", by=by)
    remove_production_unit(unit, by=by)
    removed = latest_changeset()
    assert removed is not None

    undo(removed, by=by)

    assert ProductionUnit.objects.get().name == "Lager"
