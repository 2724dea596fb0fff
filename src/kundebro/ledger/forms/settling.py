from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kundebro.core.forms import DateField


class SettleForm(forms.Form):
    """The day a settlement is dated."""

    on = DateField(label=gettext_lazy("Settled on"), initial=timezone.localdate)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))
