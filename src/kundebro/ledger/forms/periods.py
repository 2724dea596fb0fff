from datetime import date
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.forms import DateField


class CloseForm(forms.Form):
    """The last day that is closed."""

    through = DateField(label=gettext_lazy("Close through"))
    idempotency_key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=36, initial=lambda: str(uuid4())
    )

    def clean_through(self) -> date:
        """A day that is over."""
        through: date = self.cleaned_data["through"]
        if through >= timezone.localdate():
            raise forms.ValidationError(_("Only days that are over can be closed."))
        return through
