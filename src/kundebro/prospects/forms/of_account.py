from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import number_key
from kundebro.ledger.models import PartyAccount
from kundebro.prospects.forms.archive import RepeatableForm
from kundebro.prospects.numbers import proposed_number, taken_among


class OfAccountForm(RepeatableForm):
    """Under which number a debtor or creditor gets its prospect: the account's own when it is free."""

    number = forms.CharField(label=capfirst(_("account number")), max_length=20, required=False)
    proposed_number = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, account: PartyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_taken = bool(taken_among([account.number]))
        proposed = proposed_number() if is_taken else ""
        self.initial.update(number=proposed or account.number, proposed_number=proposed)

    def typed_number(self) -> str | None:
        """The number that was asked for; None when it is to be taken from the series."""
        number, proposed = (str(self.cleaned_data[name]).strip() for name in ("number", "proposed_number"))
        return None if not number or number_key(number) == number_key(proposed) else number
