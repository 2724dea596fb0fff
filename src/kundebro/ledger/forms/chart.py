from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kundebro.ledger.models import Account, PostingGroup, VatCode
from kundebro.ledger.queries import is_posted_on


class ChartAccountForm(forms.ModelForm[Account]):
    """An account of the chart; its number and kind stand once something is posted on it."""

    class Meta:
        model = Account
        fields = ("number", "name", "kind", "vat_code", "is_active")
        labels = {"vat_code": pgettext_lazy("ledger", "VAT code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vat_code"].queryset = VatCode.objects.choosable(keep=[self.instance.vat_code_id or 0])  # type: ignore[attr-defined]
        if self.instance.pk and is_posted_on(self.instance):
            for name in ("number", "kind"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Something is posted on the account, so this stands.")

    def clean_is_active(self) -> bool:
        """A control account in use stays open."""
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active and PostingGroup.objects.filter(control_account=self.instance.pk, is_active=True).exists():
            raise forms.ValidationError(_("A posting group uses the account as its control account."))
        return is_active
