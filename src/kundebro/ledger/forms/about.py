"""One field for whom or what a line is about: a debtor, a creditor or an account of the chart."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from kundebro.core.forms import PickerSelect
from kundebro.ledger.models import Account, Creditor, Debtor, PartyAccount

About = PartyAccount | Account

MODELS: Final[dict[str, type[About]]] = {"debtor": Debtor, "creditor": Creditor, "account": Account}


def about_value(about: About) -> str:
    """How the field names a row: its kind and key."""
    return f"{about._meta.model_name}:{about.pk}"


def about_named(value: object) -> About | None:
    """The row that `about_value` named; None for everything else."""
    kind, _colon, pk = str(value or "").partition(":")
    if kind not in MODELS or not pk.isdecimal() or len(pk) > 18:  # noqa: PLR2004  beyond any key
        return None
    rows: Any = MODELS[kind]._default_manager.all()
    if kind != "account":
        rows = rows.select_related("payment_terms", "vat_code")
    found: About | None = rows.filter(pk=int(pk)).first()
    return found


class AboutField(forms.Field):
    """A debtor, a creditor or an account, found on the server by number or name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=PickerSelect(search="ledger:journal-choices"), **options)

    def to_python(self, value: Any) -> Any:
        """The row that was picked."""
        if not value:
            return None
        found = about_named(value)
        if found is None:
            raise forms.ValidationError(_("Choose one from the list."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """Name the row as the list does."""
        return about_value(value) if isinstance(value, PartyAccount | Account) else value

    def offer(self, about: About | None) -> None:
        """Let the list hold what is chosen; the rest is searched for."""
        chosen = [] if about is None else [(about_value(about), str(about))]
        self.widget.choices = [("", ""), *chosen]
