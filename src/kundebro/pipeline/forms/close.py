from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.forms import DateField
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import LostReason
from kundebro.prospects.forms import RepeatableForm


class CloseForm(RepeatableForm):
    """How a sales project ended."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Outcome, widget=forms.RadioSelect)
    lost_reason = forms.ModelChoiceField(
        label=gettext_lazy("Reason for losing"), queryset=LostReason.objects.none(), required=False
    )
    competitor = forms.CharField(label=gettext_lazy("Competitor"), required=False, max_length=100)
    closed_on = DateField(label=gettext_lazy("Closed on"), initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons: Any = LostReason.objects.filter(is_active=True)
        self.fields["lost_reason"].queryset = reasons  # type: ignore[attr-defined]
        self.fields["lost_reason"].help_text = _("Needed when it is lost.")

    def clean_closed_on(self) -> date:
        """Nothing has ended tomorrow."""
        day: date = self.cleaned_data["closed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        """A lost project says why."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == Outcome.LOST and not cleaned.get("lost_reason"):
            self.add_error("lost_reason", _("Choose why it was lost."))
        if cleaned.get("outcome") != Outcome.LOST:
            cleaned["lost_reason"] = None
        return cleaned
