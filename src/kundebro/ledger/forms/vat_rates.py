from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kundebro.core.forms import DateField
from kundebro.ledger.forms.account import HundredthsField
from kundebro.ledger.models import WHOLE, VatCode, VatRate


class VatRateForm(forms.ModelForm[VatRate]):
    """A rate from a day on; one that is in force already stands, and only gets a last day."""

    rate_hundredths = HundredthsField(label=gettext_lazy("Rate, %"), widget=forms.TextInput({"inputmode": "decimal"}))
    valid_from = DateField(label=gettext_lazy("Valid from"))
    valid_to = DateField(label=gettext_lazy("Valid to"), required=False)

    class Meta:
        model = VatRate
        fields = ("vat_code", "rate_hundredths", "valid_from", "valid_to")
        labels = {"vat_code": pgettext_lazy("ledger", "VAT code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vat_code"].queryset = VatCode.objects.choosable(keep=[self.instance.vat_code_id or 0])  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.valid_from <= timezone.localdate():
            for name in ("vat_code", "rate_hundredths", "valid_from"):
                self.fields[name].disabled = True
            self.fields["valid_to"].help_text = _("The rate is in force. Give it a last day, and add the new one.")

    def clean_rate_hundredths(self) -> int:
        """Between nothing and everything."""
        rate: int = self.cleaned_data["rate_hundredths"]
        if not 0 <= rate <= WHOLE:
            raise forms.ValidationError(_("A rate lies between 0 and 100 %."))
        return rate
