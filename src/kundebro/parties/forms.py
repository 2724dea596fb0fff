"""Form parts for prospects, contacts, debtors and creditors: checked fields with errors and warnings."""

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from kundebro.company.models import PostalCode
from kundebro.core.forms import WithWarnings
from kundebro.parties.addresses import parse_address
from kundebro.parties.checks import CHECKS
from kundebro.parties.validators import (
    DENMARK,
    Check,
    check_email,
    check_phone,
    check_postal_code,
    many_lines,
    one_line,
)

if TYPE_CHECKING:
    from django.db.models import Field

LONGEST_TEXT: Final = 1_000_000
WRITTEN_LENGTH: Final = 254  # what may be typed; a check makes it the shorter stored form
_KEYBOARDS: Final = {
    **dict.fromkeys(("cvr_no", "se_no", "p_no", "gln"), "numeric"),
    **dict.fromkeys((name for name, check in CHECKS.items() if check is check_phone), "tel"),
    **dict.fromkeys((name for name, check in CHECKS.items() if check is check_email), "email"),
    "website": "url",
}
_SPLIT_FIELDS: Final = ("street", "house_no", "floor", "door")


class _DanishPostalCodes:
    """The postal codes Kundebro knows, asked for one at a time."""

    def __contains__(self, code: object) -> bool:
        return PostalCode.objects.filter(country_id=DENMARK, code=code).exists()


_check_known_postal_code: Check = partial(check_postal_code, known=_DanishPostalCodes())
_FORM_CHECKS: Final = {
    name: _check_known_postal_code if check is check_postal_code else check for name, check in CHECKS.items()
}


def party_formfield(field: "Field[Any, Any]", **options: Any) -> forms.Field | None:
    """Make the form field of a model field (``Meta.formfield_callback``): checked ones take any usual spelling."""
    if field.name in CHECKS:
        keyboard = _KEYBOARDS.get(field.name)
        options = {
            "form_class": forms.CharField,
            "max_length": WRITTEN_LENGTH,
            "widget": forms.TextInput({"inputmode": keyboard} if keyboard else {}),
            **options,
        }
    return field.formfield(**options)


class PartyForm(WithWarnings):
    """Checks and tidies what a form says about a party: errors stop the form, warnings stand beside the field."""

    def clean(self) -> dict[str, Any]:
        """Run the check of every field that has one, then take a whole address line apart."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.fields.keys() & _FORM_CHECKS.keys():
            if cleaned.get(name):
                self._check(name, cleaned)
        self._split_street(cleaned)
        return cleaned

    def _check(self, name: str, cleaned: dict[str, Any]) -> None:
        try:
            checked = _FORM_CHECKS[name](cleaned[name], self._country_of(name, cleaned))
        except ValidationError as error:
            self.add_error(name, error)
            return
        cleaned[name] = checked.value
        for warning in checked.warnings:
            self.warn(name, warning)

    def _country_of(self, name: str, cleaned: dict[str, Any]) -> str:
        """Give the country whose rules the field follows: the form's, else the record's, else Denmark."""
        record = getattr(self, "instance", None)
        for field in ("visit_country", "country") if name.startswith("visit_") else ("country",):
            country = cleaned[field] if field in cleaned else getattr(record, f"{field}_id", None)
            if country:
                return str(getattr(country, "pk", country))
        return DENMARK

    def _split_street(self, cleaned: dict[str, Any]) -> None:
        """Put ``Algade 99B, st. tv`` in its four fields when it was written in the first."""
        if not all(name in self.fields for name in _SPLIT_FIELDS):
            return
        street, *others = (cleaned.get(name) for name in _SPLIT_FIELDS)
        if not street or any(others):
            return
        address = parse_address(street)
        if address.street and address.house_no and not address.rest:
            cleaned.update(zip(_SPLIT_FIELDS, address, strict=False))


class RecordForm(PartyForm):
    """Some fields of a record that is changed by an operation: knows the version it was shown, and itself when sent twice."""

    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.fields["idempotency_key"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
        self.initial.setdefault("version", self.instance.version)
        self.initial.setdefault("idempotency_key", str(uuid4()))

    @property
    def model_fields(self) -> list[str]:
        """The record's own fields in the form, in their order."""
        return [name for name in self.fields if name not in ("version", "idempotency_key")]

    @property
    def request_key(self) -> str | None:
        """The same form sent twice counts once; sent again with other values it is another request."""
        key = self.cleaned_data["idempotency_key"]
        said = json.dumps([cast("QueryDict", self.data).getlist(name) for name in self.model_fields])
        return f"{key}:{hashlib.sha256(said.encode()).hexdigest()[:16]}" if key else None

    def values(self) -> dict[str, Any]:
        """What the operation shall write."""
        return {name: self.cleaned_data[name] for name in self.model_fields}

    def clean(self) -> dict[str, Any]:
        """Tidy the texts that have no check of their own."""
        cleaned = super().clean()
        for name in self.model_fields:
            if name not in CHECKS and isinstance(cleaned.get(name), str):
                self._tidy(name, cleaned)
        return cleaned

    def _tidy(self, name: str, cleaned: dict[str, Any]) -> None:
        room = cast("int", getattr(self.fields[name], "max_length", None) or LONGEST_TEXT)
        tidy = many_lines if isinstance(self.fields[name].widget, forms.Textarea) else one_line
        try:
            cleaned[name] = tidy(cleaned[name], max_length=room).value
        except ValidationError as error:
            self.add_error(name, error)
