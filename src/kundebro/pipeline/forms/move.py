from typing import Any

from django import forms

from kundebro.pipeline.models import Stage


class MoveForm(forms.Form):
    """Where a sales project goes, and the version of it that was seen."""

    stage = forms.ModelChoiceField(queryset=Stage.objects.none())
    version = forms.IntegerField(required=False)
    idempotency_key = forms.CharField(required=False, max_length=36)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages: Any = Stage.objects.filter(is_active=True)
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]
