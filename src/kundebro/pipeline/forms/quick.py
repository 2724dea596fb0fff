from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import number_key
from kundebro.core.forms import PickerSelect
from kundebro.pipeline.forms.project import ProjectForm, project_form
from kundebro.pipeline.models import Stage
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

FIRST: Final = ("prospect", "description", "quote_ore", "probability_hundredths", "expected_close_on", "follow_up_on")
MORE: Final = ("responsible", "source", "contact", "margin_ore", "yearly_margin_ore", "competitor")


class QuickForm(project_form((*FIRST, *MORE))):  # type: ignore[misc]  # a form made for these fields
    """A new sales project: for whom, what, how much and when."""

    number = forms.CharField(label=_("Number"), required=False, max_length=20)
    proposed_number = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    stage = forms.ModelChoiceField(
        label=_("Stage"), queryset=Stage.objects.none(), required=False, widget=PickerSelect
    )

    def __init__(
        self, *args: Any, by: User, proposed: str = "", prospect: Prospect | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, by=by, **kwargs)
        stages: Any = Stage.objects.filter(is_active=True, is_closed=False).order_by("position", "pk")
        self.fields["stage"].queryset = stages
        self.fields["responsible"].required = False
        self.initial.update(number=proposed, proposed_number=proposed, responsible=by.pk, prospect=prospect)
        if not self.is_bound:
            self.initial["stage"] = stages.first()
        self.fields["description" if prospect else "prospect"].widget.attrs["autofocus"] = True

    @property
    def model_fields(self) -> list[str]:
        """The project's own fields."""
        return [*FIRST, *MORE]

    @property
    def first_rows(self) -> list[tuple[forms.BoundField, int]]:
        """What is asked for at once, with widths."""
        return [
            (self["number"], 6),
            (self["stage"], 6),
            *((self[name], 12 if name in FIRST[:2] else 6) for name in FIRST),
        ]

    @property
    def folded_rows(self) -> list[tuple[forms.BoundField, int]]:
        """The rest with its widths."""
        return [(self[name], 6) for name in MORE]

    @property
    def is_unfolded(self) -> bool:
        """Whether something in the rest has to be looked at."""
        return any(self[name].errors for name in MORE)

    def clean(self) -> dict[str, Any]:
        """A probability left empty is the stage's."""
        said = self.cleaned_data
        is_open = said.get("probability_hundredths") is None and "probability_hundredths" not in self.errors
        stage = said.get("stage") or self.fields["stage"].queryset.first()
        if is_open and stage and said.get("quote_ore") is not None:
            said["probability_hundredths"] = stage.probability_hundredths
        return ProjectForm.clean(self)

    def values(self) -> dict[str, Any]:
        """What the operation shall write; a number left as proposed is taken from the series instead."""
        values = {**ProjectForm.values(self), "stage": self.cleaned_data["stage"]}
        del values["prospect"]
        number = self.cleaned_data["number"].strip()
        if number and number_key(number) != number_key(self.cleaned_data["proposed_number"]):
            values["number"] = number
        return values
