from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Profile
from kundebro.ledger.queries import default_profile
from kundebro.prospects.forms.archive import RepeatableForm
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries.transfer import PROFILES, named_profile


class TransferForm(RepeatableForm):
    """Under which number and by which profile the prospect becomes debtor or creditor."""

    number = forms.CharField(label=capfirst(_("account number")), max_length=20)
    profile = forms.ModelChoiceField[Profile](label=capfirst(_("profile")), queryset=None, required=False)

    def __init__(self, *args: Any, prospect: Prospect, kind: PartyKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles: Any = self.fields["profile"]
        profiles.queryset = PROFILES[kind]._default_manager.filter(is_active=True)
        profiles.empty_label = company_default(kind)
        self.initial.update(number=prospect.number, profile=named_profile(prospect, kind))

    @property
    def chosen_profile(self) -> Profile | None:
        """The profile chosen, also while something else in the form is wrong."""
        if not self.is_bound:
            named: Profile | None = self.initial["profile"]
            return named
        self.is_valid()
        profile: Profile | None = self.cleaned_data.get("profile")
        return profile

    @property
    def chosen_number(self) -> str:
        """The number typed, or the prospect's."""
        return str(self["number"].value() or self.initial["number"]).strip()


class TransferTogetherForm(RepeatableForm):
    """By which profile several prospects become debtors or creditors when they name none."""

    profile = forms.ModelChoiceField[Profile](
        label=_("Profile of those that name none"), queryset=None, required=False
    )

    def __init__(self, *args: Any, kind: PartyKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles: Any = self.fields["profile"]
        profiles.queryset = PROFILES[kind]._default_manager.filter(is_active=True)
        profiles.empty_label = company_default(kind)


def company_default(kind: PartyKind) -> Any:
    """What stands for no profile: the company's own."""
    usual = default_profile(kind)
    return _("The company's default: %(name)s") % {"name": usual.name} if usual else _("None")
