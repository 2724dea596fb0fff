"""What the set-up's pages ask for."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar, cast

import phonenumbers
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban
from stdnum.exceptions import ValidationError as BadNumber

from kundebro.company.choices import IndustryScheme
from kundebro.company.models import CodeTable, Company, Country, Currency, Industry, NumberSeries
from kundebro.company.operations import SeriesOverlap, add_series, change_series
from kundebro.company.queries import town_of
from kundebro.core.danish import digits_of
from kundebro.core.forms import PickerSelect, WithWarnings

Row = TypeVar("Row", bound=models.Model)

CVR_DIGITS = 8


class SetupForm(forms.ModelForm[Row], Generic[Row]):
    """Writes only what the user changed, and says so when someone else has changed the same field meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = map(self.add_initial_prefix, self.fields)
        if not self.instance._state.adding and (not self.is_bound or any(name in self.data for name in names)):
            for field in self.fields.values():
                field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Keep the stored value of untouched fields; ask once more where both changed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [] if self.instance._state.adding else self.fields:
            stored = getattr(self.instance, name)
            if name not in self.changed_data:
                cleaned[name] = stored
            elif self.fields[name].show_hidden_initial and self._value_seen(name) != stored:
                self._ask_again(name, stored)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """The changed fields with their new values."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def _value_seen(self, name: str) -> Any:
        field = self.fields[name]
        sent = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
        return field.to_python(sent)

    def _ask_again(self, name: str, stored: Any) -> None:
        data = cast("QueryDict", self.data).copy()
        data[self.add_initial_prefix(name)] = self.fields[name].prepare_value(stored)
        self.data = data
        message = _("Someone else has changed this to “%(value)s” meanwhile. Save again to keep what stands here.")
        self.add_error(name, message % {"value": "" if stored is None else stored})


class DigitsField(forms.CharField):
    """Digits, typed with any blanks and hyphens between them."""

    def to_python(self, value: object) -> str:
        """Only the digits."""
        return digits_of(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No limit in the browser: it would count the blanks."""
        return {name: limit for name, limit in super().widget_attrs(widget).items() if name != "maxlength"}


class CompanyForm(WithWarnings, SetupForm[Company]):
    """The company facts."""

    website = forms.URLField(label=gettext_lazy("website"), required=False, assume_scheme="https")

    class Meta:
        model = Company
        fields = (
            "name",
            "street",
            "house_no",
            "floor",
            "door",
            "address_2",
            "postal_code",
            "city",
            "country",
            "currency",
            "cvr_no",
            "phone",
            "email",
            "website",
            "bank_name",
            "bank_registration_no",
            "bank_account_no",
            "iban",
            "bic",
        )
        field_classes = {"bank_registration_no": DigitsField, "bank_account_no": DigitsField}
        widgets = {"country": PickerSelect, "currency": PickerSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("country", Country), ("currency", Currency)):
            chosen = models.Q(pk=getattr(self.instance, f"{name}_id"))
            field = cast("forms.ModelChoiceField[Any]", self.fields[name])
            field.queryset = model.objects.filter(models.Q(is_active=True) | chosen)

    def clean(self) -> dict[str, Any]:
        """Bring numbers to the form in which they are stored, and fill in the town."""
        cleaned = super().clean()
        country = cleaned.get("country")
        if country is not None:
            self._clean_for(country.code, cleaned)
        return cleaned

    def clean_iban(self) -> str:
        """An IBAN without blanks whose check digits agree."""
        number: str = self.cleaned_data["iban"]
        if not number:
            return ""
        try:
            return iban.validate(number)
        except BadNumber as error:
            raise forms.ValidationError(_("This IBAN is not right: check the digits.")) from error

    def _clean_for(self, country: str, cleaned: dict[str, Any]) -> None:
        cleaned["city"] = cleaned.get("city") or town_of(cleaned.get("postal_code", ""), country) or ""
        if phone := cleaned.get("phone"):
            cleaned["phone"] = self._stored_phone(phone, country)
        if country == "DK" and (cvr := cleaned.get("cvr_no")):
            cleaned["cvr_no"] = digits_of(cvr)
            if len(cleaned["cvr_no"]) != CVR_DIGITS:
                self.add_error("cvr_no", _("A CVR number has eight digits."))

    def _stored_phone(self, text: str, country: str) -> str:
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            self.warn("phone", _("This does not look like a telephone number."))
            return text
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class CodeRowForm(SetupForm[CodeTable]):
    """A row of any code table."""

    def clean_code(self) -> str:
        """Without blanks around."""
        return str(self.cleaned_data["code"]).strip()


def code_row_form(model: type[CodeTable], extra_fields: Iterable[str]) -> type[CodeRowForm]:
    """The form of one code table."""
    names = ("code", "name", *extra_fields, "colour", "position")
    decimals = [name for name in names if isinstance(model._meta.get_field(name), models.DecimalField)]
    form = forms.modelform_factory(model, form=CodeRowForm, fields=names, localized_fields=decimals)
    return cast("type[CodeRowForm]", form)


class NumberSeriesForm(SetupForm[NumberSeries]):
    """A number series; saves through its operations, since numbers are taken while it is open."""

    class Meta:
        model = NumberSeries
        fields = ("code", "name", "prefix", "width", "first_number", "next_number", "last_number")
        help_texts = {
            "prefix": gettext_lazy("Stands before the number, such as “K-”."),
            "width": gettext_lazy("Fills up with zeros: 4 gives 0042. 0 leaves the number as it is."),
            "last_number": gettext_lazy("Empty when the series has no end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_system:
            self.fields["code"].disabled = True

    def save_series(self) -> bool:
        """Store the series; False, with the reason at the prefix, when another one could give the same number."""
        try:
            if self.instance._state.adding:
                add_series(self.instance)
            else:
                change_series(self.instance, changes=self.changes())
        except SeriesOverlap as error:
            message = _("The series “%(name)s” gives the same numbers. Choose another prefix or another range.")
            self.add_error("prefix", message % {"name": error.other.name})
            return False
        return True


class IndustryForm(SetupForm[Industry]):
    """The Danish title of an industry and whether it is offered."""

    class Meta:
        model = Industry
        fields = ("title", "is_active")


class IndustryFilter(forms.Form):
    """What the list of industries is narrowed to."""

    q = forms.CharField(label=gettext_lazy("Search industries"), required=False)
    scheme = forms.ChoiceField(
        label=gettext_lazy("Classification"),
        required=False,
        choices=[("", gettext_lazy("valid now")), *IndustryScheme.choices],
    )
