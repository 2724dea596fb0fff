from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.forms import DateField
from kundebro.prospects.forms.prospect import FOLLOW_UP_HELP, prospect_formfield
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.create import MANY
from kundebro.prospects.operations.follow_up import FOLLOW_UP

FIELDS: Final = (
    "responsible",
    "status",
    FOLLOW_UP,
    "customer_type",
    "industry",
    "source",
    "target_groups",
    "interest_types",
)
EMPTIED: Final = tuple(name for name in FIELDS if name not in MANY)


class TogetherForm(forms.ModelForm[Prospect]):
    """The same values for many prospects: what is left empty stays as each has it."""

    next_follow_up_on = DateField(label=gettext_lazy("Next follow-up"), required=False, help_text=FOLLOW_UP_HELP)
    emptied = forms.MultipleChoiceField(
        label=gettext_lazy("Empty these fields"), required=False, widget=forms.CheckboxSelectMultiple
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))

    field_order = FIELDS

    class Meta:
        model = Prospect
        fields = tuple(name for name in FIELDS if name != FOLLOW_UP)
        formfield_callback = prospect_formfield
        help_texts = {name: gettext_lazy("Added to what each has.") for name in MANY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {}
        choices = [(name, capfirst(Prospect._meta.get_field(name).verbose_name)) for name in EMPTIED]  # type: ignore[union-attr]
        self.fields["emptied"].choices = choices  # type: ignore[attr-defined]
        for name in FIELDS:
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None and name != "industry":
                field.queryset = field.queryset.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        """Refuse to set and to empty the same field, and to change nothing at all."""
        cleaned = super().clean() or self.cleaned_data
        for name in cleaned.get("emptied", ()):
            if cleaned.get(name):
                self.add_error(name, _("Choose a value or empty the field, not both."))
        if not self.errors and not self.values():
            raise forms.ValidationError(_("Choose at least one value."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What each prospect is given."""
        chosen = {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data.get(name)}
        empty = {name: "" if name == "customer_type" else None for name in self.cleaned_data.get("emptied", ())}
        return {**chosen, **empty}

    def _post_clean(self) -> None:
        """No row is made of this form: there is nothing to hold against a model's rules."""
