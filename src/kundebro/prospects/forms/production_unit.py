from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from kundebro.company.queries import town_of
from kundebro.parties.forms import PartyForm, party_formfield
from kundebro.prospects.models import ProductionUnit


class ProductionUnitForm(PartyForm, forms.ModelForm[ProductionUnit]):
    """One P-number with its address."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))

    class Meta:
        model = ProductionUnit
        fields = ("p_no", "name", "street", "house_no", "postal_code", "city", "gln", "is_main")
        formfield_callback = party_formfield

    spans = {"p_no": 4, "name": 8, "street": 9, "house_no": 3, "postal_code": 3, "city": 9, "gln": 6, "is_main": 12}

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], span) for name, span in self.spans.items()]

    def clean(self) -> dict[str, Any]:
        """Fill in the town, and refuse a P-number that the prospect has already."""
        cleaned = super().clean()
        if not cleaned.get("city"):
            cleaned["city"] = town_of(cleaned.get("postal_code") or "") or ""
        known = ProductionUnit.objects.filter(prospect=self.instance.prospect, p_no=cleaned.get("p_no"))
        if known.exclude(pk=self.instance.pk).exists():
            self.add_error("p_no", _("The prospect already has this P-number."))
        return cleaned
