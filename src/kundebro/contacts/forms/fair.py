"""What all rows of Messe-indtastning have in common."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import fold
from kundebro.core.forms import PickerMultiple
from kundebro.prospects.forms import RepeatableForm
from kundebro.prospects.models import LeadSource, ProspectStatus, TargetGroup
from kundebro.users.models import User
from kundebro.users.queries import sellers

FAIR: Final = "messe"


class FairForm(RepeatableForm):
    """Source, responsible, status and target groups of everybody in the sheet."""

    source = forms.ModelChoiceField(LeadSource.objects.active(), label=_("Lead source"), required=False)
    responsible = forms.ModelChoiceField(User.objects.none(), label=_("Responsible"), required=False)
    target_groups = forms.ModelMultipleChoiceField(
        TargetGroup.objects.active(), label=_("Target groups"), required=False, widget=PickerMultiple
    )
    status = forms.ModelChoiceField(ProspectStatus.objects.active(), label=_("Status"), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = sellers() | User.objects.filter(pk=by.pk)  # type: ignore[attr-defined]
        self.initial.setdefault("responsible", by.pk)
        self.initial.setdefault("source", _fair_source())

    def columns(self) -> dict[str, Any]:
        """The chosen values by column of a prospect."""
        chosen = {name: self.cleaned_data[name] for name in ("source", "responsible", "status")}
        values = {f"{name}_id": row.pk for name, row in chosen.items() if row}
        return {**values, "target_groups": [group.pk for group in self.cleaned_data["target_groups"]]}


def _fair_source() -> int | None:
    """The lead source that is called a fair, if one is."""
    return next((row.pk for row in LeadSource.objects.active() if FAIR in fold(row.name)), None)
