"""The small questions on the way: since when, which file."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.contacts.vcards import MOST_BYTES, Card, read_cards
from kundebro.imports.exports import ExportKind
from kundebro.prospects.forms import RepeatableForm
from kundebro.prospects.forms.fields import DayField


class LeftForm(forms.Form):
    """Since when someone is no longer there."""

    left_at = DayField(label=gettext_lazy("Left on"), initial=timezone.localdate)

    def clean_left_at(self) -> date:
        """Nobody has left tomorrow."""
        day: date = self.cleaned_data["left_at"]
        if day > timezone.localdate():
            raise ValidationError(_("The day lies in the future."))
        return day


class CardsForm(RepeatableForm):
    """vCards as a file, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("vCard file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vcf,.vcard,text/vcard", "autofocus": True}),
        help_text=gettext_lazy("As phones and mail programs export it, with one person or many."),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the cards, wherever they are."""
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if self.errors:
            return cleaned
        if not file and not text.strip():
            raise ValidationError(_("Choose a file, or paste a vCard."))
        try:
            cleaned["cards"] = read_cards(file.read(MOST_BYTES + 1) if file else text.encode())
        except ValidationError as error:
            self.add_error("file" if file else "text", error)
        else:
            if not cleaned["cards"]:
                raise ValidationError(_("No card names a person, an e-mail or a phone."))
        return cleaned

    @property
    def cards(self) -> list[Card]:
        """The people read."""
        cards: list[Card] = self.cleaned_data["cards"]
        return cards


class ExportForm(forms.Form):
    """Which kind of file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("File"), choices=ExportKind, initial=ExportKind.XLSX, widget=forms.RadioSelect
    )
