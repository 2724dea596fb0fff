"""The forms of the card: one for each group of fields that is edited together."""

from decimal import Decimal
from functools import cache
from typing import Any, Final, cast

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kundebro.company.models import Country, Currency
from kundebro.company.queries import town_of
from kundebro.core.formats import parse_percent, show_cvr, show_decimal, show_phone
from kundebro.core.forms import PickerSelect
from kundebro.core.money import Money
from kundebro.ledger.card import MODELS, NUMBERS, PHONES, label_of
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount, PostingGroup
from kundebro.parties.forms import RecordForm, party_formfield
from kundebro.parties.validators import DENMARK

SPANS: Final = {
    **dict.fromkeys(("house_no", "floor", "door", "postal_code"), 2),
    **dict.fromkeys(("visit_house_no", "visit_postal_code"), 3),
    **dict.fromkeys(("number", "city", "cvr_no", "se_no", "vat_no", "phone", "mobile", "fax"), 4),
    "name": 8,
    **dict.fromkeys(("visit_street", "visit_city"), 9),
}
"""How many of the form's twelve columns a field takes when it is not half the width."""


class OreField(forms.Field):
    """An amount of kroner in Danish writing, kept in øre."""

    def to_python(self, value: Any) -> Any:
        """Øre, or None for nothing."""
        text = str(value or "").strip()
        return Money.parse(text).ore if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show øre as kroner; what was typed stays as it was typed."""
        return show_decimal(Money(value).amount, decimals=2) if isinstance(value, int) else value


class HundredthsField(forms.Field):
    """A percentage in Danish writing, kept in hundredths of a percent."""

    def to_python(self, value: Any) -> Any:
        """Hundredths of a percent; nothing is 0, and what a field that may not be changed holds stays."""
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        return int(parse_percent(text) * 100) if text else 0

    def prepare_value(self, value: Any) -> Any:
        """Show hundredths as percent; what was typed stays as it was typed."""
        return show_decimal(Decimal(value).scaleb(-2)) if isinstance(value, int) else value


def account_formfield(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of one of the account's columns, as the card shows it."""
    made: Any
    if column.name.endswith("_ore"):
        made = OreField(required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    elif column.name.endswith("_hundredths"):
        made = HundredthsField(required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    else:
        if column.is_relation:
            options["widget"] = PickerSelect
        made = party_formfield(column, **options)
    if made is not None:
        made.label = capfirst(str(label_of(column.name))) + _unit(column.name)
    return cast("forms.Field | None", made)


class AccountForm(RecordForm, forms.ModelForm[PartyAccount]):
    """Some fields of a debtor or creditor; what it says goes to an operation, never straight into the row."""

    instance: PartyAccount

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.model_fields:
            value = self.initial.get(name)
            if isinstance(value, str) and name in PHONES:
                self.initial[name] = show_phone(value)
            elif isinstance(value, str) and name in NUMBERS:
                self.initial[name] = show_cvr(value)
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                self._offer(name, field)

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        checks = (forms.CheckboxInput,)
        return [
            (self[name], 12 if isinstance(self.fields[name].widget, checks) else SPANS.get(name, 6))
            for name in self.model_fields
        ]

    def clean(self) -> dict[str, Any]:
        """Fill in the towns of postal codes."""
        cleaned = super().clean()
        for prefix in ("", "visit_"):
            code, city = cleaned.get(f"{prefix}postal_code"), f"{prefix}city"
            if code and city in self.fields and not cleaned.get(city):
                country = cleaned.get(f"{prefix}country")
                cleaned[city] = town_of(code, country.pk if country else DENMARK) or ""
        return cleaned

    def clean_discount_hundredths(self) -> int:
        """Nobody is given more than everything."""
        discount: int = self.cleaned_data["discount_hundredths"]
        if not 0 <= discount <= 10_000:  # noqa: PLR2004  hundredths of a percent
            raise forms.ValidationError(_("A discount lies between 0 and 100 %."))
        return discount

    def clean_credit_limit_ore(self) -> int | None:
        """A limit is no debt."""
        limit: int | None = self.cleaned_data["credit_limit_ore"]
        if limit is not None and limit < 0:
            raise forms.ValidationError(_("A credit limit cannot be negative."))
        return limit

    def _offer(self, name: str, field: "forms.ModelChoiceField[Any]") -> None:
        """Let one choose between rows in use and the one the account already has."""
        rows = field.queryset
        if rows is None:
            return
        if rows.model is PostingGroup:
            rows = rows.filter(kind=self.instance.kind)
        if rows.model in (Country, Currency) or hasattr(rows, "choosable"):
            rows = rows.filter(Q(is_active=True) | Q(pk=getattr(self.instance, f"{name}_id")))
        field.queryset = rows


def _unit(name: str) -> str:
    return ", kr." if name.endswith("_ore") else ", %" if name.endswith("_hundredths") else ""


@cache
def account_form(kind: PartyKind, names: tuple[str, ...]) -> type[AccountForm]:
    """The form of these fields of a debtor or creditor."""
    made: Any = forms.modelform_factory(
        MODELS[kind], form=AccountForm, fields=names, formfield_callback=account_formfield
    )
    return cast("type[AccountForm]", made)
