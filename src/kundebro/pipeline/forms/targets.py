from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kundebro.ledger.forms.account import OreField
from kundebro.pipeline.forms.filters import month_name
from kundebro.pipeline.models.sales_project import LARGEST_ORE
from kundebro.prospects.forms import RepeatableForm
from kundebro.users.models import User


class TargetsForm(RepeatableForm):
    """A year of targets: a box for each seller and month."""

    def __init__(self, *args: Any, sellers: Sequence[User], months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sellers, self.months = sellers, months
        for seller in sellers:
            for month in months:
                label = f"{seller.name}, {month_name(month)}"
                widget = forms.TextInput({"inputmode": "decimal", "aria-label": label, "autocomplete": "off"})
                self.fields[box(seller, month)] = OreField(required=False, label=label, widget=widget)

    @property
    def lines(self) -> list[tuple[User, list[forms.BoundField]]]:
        """The boxes seller by seller."""
        return [(seller, [self[box(seller, month)] for month in self.months]) for seller in self.sellers]

    def clean(self) -> dict[str, Any]:
        """A target is not negative."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.fields:
            amount = cleaned.get(name)
            if isinstance(amount, int) and not 0 <= amount <= LARGEST_ORE:
                self.add_error(name, _("A target cannot be negative or that large."))
        return cleaned

    def targets(self) -> dict[tuple[int, date], int | None]:
        """What the operation shall set."""
        return {
            (seller.pk, month): self.cleaned_data[box(seller, month)]
            for seller in self.sellers
            for month in self.months
        }


def box(seller: User, month: date) -> str:
    """The name of the box."""
    return f"target-{seller.pk}-{month:%m}"
