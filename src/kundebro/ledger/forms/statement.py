from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.forms import DateField
from kundebro.core.money import DKK


class StatementForm(forms.Form):
    """The days and the currency of a statement."""

    first = DateField(label=gettext_lazy("From"))
    last = DateField(label=gettext_lazy("To"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)

    def __init__(self, *args: Any, currencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in currencies or [DKK]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days follow each other."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day cannot come before the first."))
        return cleaned


class AgeingForm(forms.Form):
    """The day an ageing list is made up for."""

    on = DateField(label=gettext_lazy("As of"))


def first_day_of_year(day: date) -> date:
    """Where a statement begins when nobody says."""
    return day.replace(month=1, day=1)
