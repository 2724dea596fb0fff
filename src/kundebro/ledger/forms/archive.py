from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    """Why the account is put away."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Stands in the history, such as “closed down” or “moved abroad”."),
    )
