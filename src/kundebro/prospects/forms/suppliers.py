from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kundebro.parties.validators import many_lines, one_line
from kundebro.prospects.forms.archive import RepeatableForm


class CompareForm(RepeatableForm):
    """What the choice of a supplier is about."""

    title = forms.CharField(
        label=_("What is to be bought?"), max_length=100, help_text=_("Such as “Timber 2027” or “New haulier”.")
    )

    def clean_title(self) -> str:
        """One line of what can be seen."""
        title: str = one_line(self.cleaned_data["title"], max_length=100).value
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title


class CandidateForm(RepeatableForm):
    """What a candidate offers and what one thinks of it."""

    NOTES = ("price_note", "terms_note", "assessment")
    LONGEST = 2000

    version = forms.IntegerField(widget=forms.HiddenInput)
    price_note = forms.CharField(label=_("Price and quote"), required=False, widget=forms.Textarea({"rows": 4}))
    terms_note = forms.CharField(label=_("Terms"), required=False, widget=forms.Textarea({"rows": 4}))
    assessment = forms.CharField(label=_("Assessment"), required=False, widget=forms.Textarea({"rows": 4}))

    def clean(self) -> dict[str, Any]:
        """Tidy the notes."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.NOTES:
            try:
                cleaned[name] = many_lines(cleaned.get(name, ""), max_length=self.LONGEST).value
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def notes(self) -> dict[str, str]:
        """What was typed."""
        return {name: self.cleaned_data[name] for name in self.NOTES}
