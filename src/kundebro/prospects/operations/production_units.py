"""P-numbers of a prospect."""

from kundebro.history.recorder import recording
from kundebro.prospects.models import ProductionUnit
from kundebro.users.models import User


def save_production_unit(unit: ProductionUnit, *, by: User, key: str | None = None) -> ProductionUnit:
    """Store a new or changed unit; a main unit takes over from the one there was."""
    with recording("prospects.save-production-unit", by=by, about=unit.prospect, key=key) as record:
        if record.is_repeat:
            return record.result(ProductionUnit)
        if unit.is_main:
            others = ProductionUnit.objects.filter(prospect=unit.prospect, is_main=True).exclude(pk=unit.pk)
            others.update(is_main=False)
        unit.save()
        return record.returns(unit)


def remove_production_unit(unit: ProductionUnit, *, by: User) -> None:
    """Take the unit away; Fortryd brings it back."""
    with recording("prospects.remove-production-unit", by=by, about=unit.prospect):
        unit.delete()
