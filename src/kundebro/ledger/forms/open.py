from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import number_key
from kundebro.core.forms import PickerSelect
from kundebro.ledger.subledgers import SubLedger


class OpenForm(forms.Form):
    """Number, name and profile of a new account."""

    number = forms.CharField(label=_("Account number"), max_length=20, required=False)
    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"autofocus": True}))
    profile: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        None,
        label=_("Profile"),
        required=False,
        widget=PickerSelect,
        help_text=_("Gives the account its terms. Without one the default profile does."),
    )
    proposed_number = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    idempotency_key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=36, initial=lambda: str(uuid4())
    )

    def __init__(self, ledger: SubLedger, *args: Any, proposed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles = ledger.profile_model._default_manager.filter(is_active=True)
        self.fields["profile"].queryset = profiles  # type: ignore[attr-defined]
        self.initial.update(number=proposed, proposed_number=proposed)

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self["number"], 4), (self["name"], 8), (self["profile"], 12)]

    def typed_number(self) -> str | None:
        """The number that was asked for; None when it is to be taken from the series."""
        number = str(self.cleaned_data["number"])
        is_proposed = number_key(number) == number_key(self.cleaned_data["proposed_number"])
        return None if is_proposed or not number else number
