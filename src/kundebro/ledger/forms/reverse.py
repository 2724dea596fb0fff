from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kundebro.core.forms import DateField


class ReverseForm(forms.Form):
    """When and why an entry is taken back."""

    on = DateField(
        label=gettext_lazy("Date"),
        initial=timezone.localdate,
        help_text=gettext_lazy("In a closed period the first open day after it is used."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput({"autofocus": True}))
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))
