"""The forms of the card: one for each group of fields that is edited together."""

from functools import cache
from typing import Any, Final, cast

from django import forms
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.company.models import Country, Currency
from kundebro.company.queries import town_of
from kundebro.core.formats import show_cvr, show_phone
from kundebro.core.forms import DateField, PickerMultiple, PickerSelect
from kundebro.parties.checks import CHECKS
from kundebro.parties.forms import RecordForm, party_formfield
from kundebro.parties.validators import DENMARK
from kundebro.prospects.card import LABELS, NUMBERS, PHONES
from kundebro.prospects.choices import CoordinatesSource
from kundebro.prospects.forms.fields import LongPicker
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.follow_up import FOLLOW_UP
from kundebro.users.models import User

LONG: Final = 1000
LIVE: Final = frozenset({"number", *CHECKS})
"""Checked while the user types."""

SPANS: Final = {
    **dict.fromkeys(("house_no", "floor", "door", "postal_code"), 2),
    **dict.fromkeys(("visit_house_no", "visit_postal_code"), 3),
    **dict.fromkeys(("number", "city", "cvr_no", "se_no", "vat_no", "phone", "mobile", "fax"), 4),
    **dict.fromkeys(("responsible", FOLLOW_UP, "status"), 4),
    "name": 8,
    **dict.fromkeys(("visit_street", "visit_city"), 9),
}
"""How many of the form's twelve columns a field takes when it is not half the width."""

FOLLOW_UP_HELP: Final = gettext_lazy("Plans a task; another day moves it, an empty field gives it up.")
HELP: Final = {
    "search_name": gettext_lazy("A short word to find it by. Empty becomes the name without the form of company."),
    "email_domain": gettext_lazy("Mail from this domain belongs to the prospect, such as company.dk."),
    "attention": gettext_lazy("Stands as “att.” on letters and documents."),
    "general_text": gettext_lazy("Printed at the head of quotes, orders and invoices when their layout asks for it."),
    "packing_info": gettext_lazy("Printed on delivery notes."),
    "pallet_specification": gettext_lazy("Printed on delivery notes."),
    "profile_text": gettext_lazy("What we say of the company in letters and profiles. Never printed by itself."),
    "remark_1": gettext_lazy("Remarks are internal and never printed."),
    "gdpr_approved_on": gettext_lazy("Empty becomes today when GDPR OK is ticked."),
    "allows_campaigns": gettext_lazy("Necessary for campaigns, but not enough: the mailbox needs a consent too."),
    "may_update_automatically": gettext_lazy("Registers and imports may fill in and correct the master data."),
    "latitude": gettext_lazy("Between -90 and 90, such as 55,676098."),
    "longitude": gettext_lazy("Between -180 and 180, such as 12,568337."),
    "employee_interval": gettext_lazy("As registers say it, such as 10–19."),
}


def prospect_formfield(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of one of the prospect's columns, as the card shows it."""
    if isinstance(column, models.DateField):
        options["form_class"] = DateField
    elif isinstance(column, models.DecimalField):
        options["localize"] = True
    elif column.name == "industry":
        options["widget"] = PickerSelect(search="company:industry-choices")
    elif isinstance(column, models.ManyToManyField):
        options["widget"] = PickerMultiple
    elif column.name in ("responsible", "country", "visit_country", "currency"):
        options["widget"] = LongPicker
    elif isinstance(column, models.CharField) and (column.max_length or 0) >= LONG:
        options["widget"] = forms.Textarea(attrs={"rows": 4})
    made: Any = party_formfield(column, **options)
    if made is not None:
        made.label = capfirst(LABELS.get(column.name) or column.verbose_name)
        made.help_text = options.get("help_text") or HELP.get(column.name, "")
        if column.name in LIVE:
            made.template_name = "prospects/checked_field.html"
    return cast("forms.Field | None", made)


class ProspectForm(RecordForm, forms.ModelForm[Prospect]):
    """Some fields of a prospect; what it says goes to an operation, never straight into the row."""

    instance: Prospect

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.model_fields:
            if shown := _shown_while_edited(name, self.initial.get(name)):
                self.initial[name] = shown
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                self._offer(name, field)
            if name in LIVE:
                self._check_live(name, field)

    @property
    def shown_figures(self) -> dict[str, Any]:
        """Figures that are wished for here, as the form showed them."""
        return {}

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], self._span(name)) for name in self.model_fields]

    def values(self) -> dict[str, Any]:
        """What the operation shall write; coordinates that were typed say so."""
        values = super().values()
        if {"latitude", "longitude"} & set(self.changed_data):
            values["coordinates_source"] = CoordinatesSource.MANUAL if values["latitude"] is not None else ""
        return values

    def clean(self) -> dict[str, Any]:
        """Hold fields together that only make sense together."""
        cleaned = super().clean()
        self._fill_towns(cleaned)
        if "gdpr_approved_on" in self.fields:
            self._pair_approval(cleaned)
        if "latitude" in self.fields:
            self._pair_coordinates(cleaned)
        return cleaned

    def _span(self, name: str) -> int:
        return 12 if isinstance(self.fields[name].widget, forms.Textarea) else SPANS.get(name, 6)

    def _offer(self, name: str, field: "forms.ModelChoiceField[Any]") -> None:
        """Let one choose between rows in use and those the prospect already has."""
        column = Prospect._meta.get_field(name)
        has_many = isinstance(column, models.ManyToManyField)
        if has_many:
            chosen = list(getattr(self.instance, name).values_list("pk", flat=True)) if self.instance.pk else []
        else:
            chosen = [getattr(self.instance, f"{name}_id")]
        rows = field.queryset
        if rows is None:
            return
        if rows.model in (Country, Currency, User) or hasattr(rows, "choosable"):
            field.queryset = rows.filter(Q(is_active=True) | Q(pk__in=[key for key in chosen if key is not None]))

    def _check_live(self, name: str, field: forms.Field) -> None:
        url = f"{reverse('prospects:check', args=[name])}?of={self.instance.pk or ''}"
        cast("Any", field).check_url = url  # checked_field.html reads it
        field.widget.attrs.update(
            {
                "hx-post": url,
                "hx-trigger": "change",
                "hx-target": f"#{self[name].auto_id}_check",
                "hx-swap": "outerHTML",
                "hx-sync": "this:replace",
            }
        )

    def _fill_towns(self, cleaned: dict[str, Any]) -> None:
        for prefix in ("", "visit_"):
            code, city = cleaned.get(f"{prefix}postal_code"), f"{prefix}city"
            if code and city in self.fields and not cleaned.get(city):
                country = cleaned.get(f"{prefix}country")
                cleaned[city] = town_of(code, country.pk if country else DENMARK) or ""

    def _pair_approval(self, cleaned: dict[str, Any]) -> None:
        is_approved, day = cleaned.get("is_gdpr_approved"), cleaned.get("gdpr_approved_on")
        today = timezone.localdate()
        if day and day > today:
            self.add_error("gdpr_approved_on", _("The approval cannot lie in the future."))
        elif is_approved and not day and "gdpr_approved_on" not in self.errors:
            cleaned["gdpr_approved_on"] = today
        elif day and not is_approved:
            if "is_gdpr_approved" not in self.changed_data:
                self.add_error("is_gdpr_approved", _("Tick GDPR OK, or take the date away."))
            cleaned["gdpr_approved_on"] = None

    def _pair_coordinates(self, cleaned: dict[str, Any]) -> None:
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if cleaned.get(name) is None and cleaned.get(other) is not None and name not in self.errors:
                self.add_error(name, _("Write both coordinates, or none."))


class FollowUpForm(ProspectForm):
    """The next follow-up among the fields: a figure, so what is typed is a wish, and only another day than shown is one."""

    next_follow_up_on = DateField(label=gettext_lazy("Next follow-up"), required=False, help_text=FOLLOW_UP_HELP)
    follow_up_shown = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.instance.next_follow_up_on
        self.initial.setdefault(FOLLOW_UP, shown)
        self.initial["follow_up_shown"] = shown

    @property
    def model_fields(self) -> list[str]:
        """What the prospect itself shows."""
        return [name for name in super().model_fields if name != "follow_up_shown"]

    @property
    def shown_figures(self) -> dict[str, Any]:
        """The next follow-up that the form was shown with; it tells of no change of the prospect's own."""
        return {FOLLOW_UP: self.cleaned_data["follow_up_shown"]} if "follow_up_shown" in self.data else {}

    def values(self) -> dict[str, Any]:
        """As others, less a day that was left as it was shown."""
        values = super().values()
        if self.shown_figures == {FOLLOW_UP: values[FOLLOW_UP]}:
            del values[FOLLOW_UP]
        return values


@cache
def prospect_form(names: tuple[str, ...]) -> type[ProspectForm]:
    """The form of these fields."""
    base: type[ProspectForm] = ProspectForm
    if FOLLOW_UP in names:
        base = cast("type[ProspectForm]", type("FollowUpForm", (FollowUpForm,), {"field_order": names}))
    columns = [name for name in names if name != FOLLOW_UP]
    made = forms.modelform_factory(Prospect, form=base, fields=columns, formfield_callback=prospect_formfield)
    return cast("type[ProspectForm]", made)


def _shown_while_edited(name: str, value: Any) -> str:
    if not isinstance(value, str):
        return ""
    if name in PHONES:
        return show_phone(value)
    return show_cvr(value) if name in NUMBERS else ""
