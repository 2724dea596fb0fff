from typing import Any

from django import forms

from kundebro.core.danish import number_key
from kundebro.prospects.forms.prospect import ProspectForm, prospect_form

FIRST = ("number", "name")
FOLDED = ("phone", "email", "cvr_no", "postal_code", "city")


class QuickForm(prospect_form((*FIRST, *FOLDED))):  # type: ignore[misc]  # a form made for these fields
    """Number and name of a new prospect, and a little more for those who want it at once."""

    proposed_number = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, proposed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False
        self.initial.update(number=proposed, proposed_number=proposed)
        self.fields["name"].widget.attrs["autofocus"] = True

    @property
    def model_fields(self) -> list[str]:
        """The prospect's own fields."""
        return [*FIRST, *FOLDED]

    @property
    def first_rows(self) -> list[tuple[forms.BoundField, int]]:
        """Number and name with their widths."""
        return [(self[name], self._span(name)) for name in FIRST]

    @property
    def folded_rows(self) -> list[tuple[forms.BoundField, int]]:
        """The rest with its widths."""
        return [(self[name], self._span(name)) for name in FOLDED]

    @property
    def is_unfolded(self) -> bool:
        """Whether something stands in the rest."""
        return any(self[name].value() or self[name].errors for name in FOLDED)

    def values(self) -> dict[str, Any]:
        """What the operation shall write; a number left as proposed is taken from the series instead."""
        values = ProspectForm.values(self)
        if number_key(values["number"]) == number_key(self.cleaned_data["proposed_number"]):
            values["number"] = ""
        return values
