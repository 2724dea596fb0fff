"""The forms of the card: one for each group of fields that is edited together."""

from functools import cache
from typing import Any, Final, cast

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.contacts.models import Contact
from kundebro.core.formats import parse_time
from kundebro.core.forms import DateField, PickerSelect
from kundebro.ledger.forms.account import HundredthsField, OreField
from kundebro.parties.forms import RecordForm
from kundebro.pipeline.facts import label_of
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.models.codes import WHOLE
from kundebro.pipeline.models.sales_project import LARGEST_ORE
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

SPANS: Final = {"description": 12, "prospect": 12}
UNITS: Final = {"_ore": ", kr.", "_hundredths": ", %"}
HELP: Final = {
    "probability_hundredths": gettext_lazy("How sure are you? The value is the amount times this."),
    "margin_ore": gettext_lazy("What is left of the quote when its own costs are paid. May be negative."),
    "follow_up_on": gettext_lazy("The day counts as the prospect's next step."),
}


class PercentField(HundredthsField):
    """A percentage that may be left out."""

    def to_python(self, value: Any) -> Any:
        """Hundredths of a percent, or None for nothing."""
        return super().to_python(value) if str(value or "").strip() else None


class TimeOfDayField(forms.TimeField):
    """A time of day as people write it: 14.30, kl. 14."""

    def to_python(self, value: Any) -> Any:
        """Read the text."""
        return parse_time(value) if isinstance(value, str) and value.strip() else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show hours and minutes; what was typed stays as it was typed."""
        return f"{value:%H.%M}" if hasattr(value, "hour") else value


def project_formfield(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of one of the project's columns, as the card shows it."""
    made: Any
    if column.name.endswith("_ore"):
        made = OreField(required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    elif column.name.endswith("_hundredths"):
        made = PercentField(required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    else:
        if isinstance(column, models.DateField):
            options["form_class"] = DateField
        elif isinstance(column, models.TimeField):
            options |= {"form_class": TimeOfDayField, "widget": forms.TextInput({"autocomplete": "off"})}
        elif column.name == "prospect":
            options["widget"] = PickerSelect(search="pipeline:prospect-choices")
        elif column.is_relation:
            options["widget"] = PickerSelect
        made = column.formfield(**options)
    if made is not None:
        made.label = label_of(column.name) + next(
            (unit for end, unit in UNITS.items() if column.name.endswith(end)), ""
        )
        made.help_text = HELP.get(column.name, "")
    return cast("forms.Field | None", made)


class ProjectForm(RecordForm, forms.ModelForm[SalesProject]):
    """Some fields of a sales project; what it says goes to an operation, never straight into the row."""

    instance: SalesProject

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.model_fields:
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                self._offer(name, field, by)

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], SPANS.get(name, 6)) for name in self.model_fields]

    def clean(self) -> dict[str, Any]:
        """An amount needs a probability, and a contact belongs to the customer."""
        cleaned = super().clean()
        for name in ("quote_ore", "margin_ore", "yearly_margin_ore"):
            amount = cleaned.get(name)
            if amount is not None and abs(amount) > LARGEST_ORE:
                self.add_error(name, _("The amount is too large."))
        if (cleaned.get("quote_ore") or 0) < 0:
            self.add_error("quote_ore", _("A quote cannot be negative."))
        probability = cleaned.get("probability_hundredths")
        if probability is not None and not 0 <= probability <= WHOLE:
            self.add_error("probability_hundredths", _("A probability lies between 0 and 100 %."))
        self._check_pairs(cleaned)
        return cleaned

    def _check_pairs(self, cleaned: dict[str, Any]) -> None:
        is_asked = "probability_hundredths" in self.fields and "probability_hundredths" not in self.errors
        if is_asked and cleaned.get("quote_ore") is not None and cleaned.get("probability_hundredths") is None:
            self.add_error("probability_hundredths", _("Choose a probability for the amount."))
        contact = cleaned.get("contact")
        prospect = cleaned.get("prospect") or (self.instance.prospect if self.instance.prospect_id else None)
        if contact and prospect and contact.prospect_id != prospect.pk:
            self.add_error("contact", _("The contact belongs to another company."))

    def _offer(self, name: str, field: "forms.ModelChoiceField[Any]", by: User) -> None:
        """Let one choose between rows in use and the one the project already has."""
        kept = getattr(self.instance, f"{name}_id", None)
        rows: Any = field.queryset
        if name == "prospect":
            field.queryset = Prospect.objects.filter(Q(pk__in=_visible(by)) | Q(pk=kept))
        elif name == "contact":
            field.queryset = Contact.objects.filter(prospect=self._prospect_key).filter(Q(left_at=None) | Q(pk=kept))
        elif rows.model is User:
            field.queryset = rows.filter(Q(is_active=True) | Q(pk=kept))
        elif hasattr(rows, "choosable"):
            field.queryset = rows.choosable(keep=[kept] if kept else [])

    @property
    def _prospect_key(self) -> int | None:
        """The prospect whose people are offered: the one typed, else the project's own."""
        typed = str(self.data.get("prospect", "")) if self.is_bound and "prospect" in self.fields else ""
        is_key = typed.isascii() and typed.isdecimal() and len(typed) < 19  # noqa: PLR2004  an integer of the database
        return int(typed) if is_key else self.instance.prospect_id


def _visible(by: User) -> Any:
    return Prospect.objects.active().visible_to(by).values("pk")


@cache
def project_form(names: tuple[str, ...]) -> type[ProjectForm]:
    """The form of these fields."""
    made = forms.modelform_factory(SalesProject, form=ProjectForm, fields=names, formfield_callback=project_formfield)
    return cast("type[ProjectForm]", made)
