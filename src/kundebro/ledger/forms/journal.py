from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kundebro.company.models import Currency, Department
from kundebro.core.formats import parse_decimal, show_date, show_decimal
from kundebro.core.forms import DateField, PickerSelect
from kundebro.core.money import DKK, Money, minor_digits
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.forms.about import About, AboutField, about_named
from kundebro.ledger.models import RATE_UNIT, Account, JournalLine, OpenItem, PartyAccount, VatCode
from kundebro.ledger.operations.documents import sign_of
from kundebro.ledger.queries import open_entries_of

KINDS: Final = (EntryKind.INVOICE, EntryKind.CREDIT_NOTE, EntryKind.PAYMENT, EntryKind.JOURNAL)

SPANS: Final = {
    **dict.fromkeys(("voucher_date", "voucher", "kind", "document_no", "amount"), 2),
    **dict.fromkeys(("vat_code", "due_on", "currency", "rate"), 3),
    **dict.fromkeys(("about", "text"), 4),
    **dict.fromkeys(("contra_account", "settles", "department"), 6),
}
"""How many of the form's twelve columns each field takes."""


class RateField(forms.Field):
    """An exchange rate in Danish writing, kroner for one unit of the currency, kept in millionths."""

    def to_python(self, value: Any) -> Any:
        """Millionths, or None for nothing."""
        text = str(value or "").strip()
        return int(parse_decimal(text, decimals=6) * RATE_UNIT) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show millionths as a rate; what was typed stays as it was typed."""
        return show_decimal(Decimal(value).scaleb(-6)) if isinstance(value, int) else value


class OpenItemField(forms.ModelChoiceField[OpenItem]):
    """An open entry of an account."""

    def label_from_instance(self, obj: OpenItem) -> str:
        """Voucher, document, what is left and when it is due."""
        entry = obj.line.entry
        told = (str(entry), entry.document_no, str(obj.remaining), show_date(obj.due_on))
        return " · ".join(filter(None, told))


def usual_side(kind: str, about: About | None) -> int:
    """1 where a document of the kind is debit on the account, -1 where it is credit; for other lines the typed sign."""
    if not isinstance(about, PartyAccount) or kind == EntryKind.JOURNAL:
        return 1
    return sign_of(about) * (1 if kind == EntryKind.INVOICE else -1)


class JournalLineForm(forms.Form):
    """A line of the journal. Invoices, credit notes and payments are typed with a plus; the account tells the side."""

    voucher_date = DateField(label=gettext_lazy("Date"))
    voucher = forms.IntegerField(
        label=gettext_lazy("Voucher"),
        min_value=1,
        max_value=999_999,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [(kind.value, capfirst(kind.label)) for kind in KINDS],
        widget=forms.Select({"autofocus": True}),
    )
    document_no = forms.CharField(label=gettext_lazy("Document no."), required=False, max_length=40)
    about = AboutField(label=gettext_lazy("Debtor, creditor or account"))
    text = forms.CharField(label=gettext_lazy("Text"), required=False, max_length=200)
    amount = forms.CharField(
        label=gettext_lazy("Amount incl. VAT"), max_length=30, widget=forms.TextInput({"inputmode": "decimal"})
    )
    contra_account: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Contra account"), required=False, widget=PickerSelect
    )
    vat_code: "forms.ModelChoiceField[VatCode]" = forms.ModelChoiceField(
        None, label=pgettext_lazy("ledger", "VAT code"), required=False
    )
    due_on = DateField(label=gettext_lazy("Due"), required=False)
    settles = OpenItemField(None, label=gettext_lazy("Settles"), required=False)
    currency: "forms.ModelChoiceField[Currency]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Currency"), empty_label=None
    )
    rate = RateField(
        label=gettext_lazy("Exchange rate"), required=False, widget=forms.TextInput({"inputmode": "decimal"})
    )
    department: "forms.ModelChoiceField[Department]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Department"), required=False
    )
    proposed_voucher = forms.CharField(widget=forms.HiddenInput, required=False, max_length=9)
    proposed_due = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    proposed_vat = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=36, initial=lambda: str(uuid4())
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["contra_account"].queryset = Account.objects.for_hand()
        fields["vat_code"].queryset = VatCode.objects.filter(is_active=True)
        fields["currency"].queryset = Currency.objects.filter(is_active=True)
        fields["department"].queryset = Department.objects.all()
        self.chosen = about_named(self["about"].value())
        fields["about"].offer(self.chosen)
        party = self.chosen if isinstance(self.chosen, PartyAccount) else None
        fields["settles"].queryset = OpenItem.objects.none() if party is None else open_entries_of(party)

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """What comes first on a line, with widths in columns of twelve."""
        names = ("voucher_date", "voucher", "kind", "document_no", "about", "text", "amount", "contra_account")
        return [(self[name], SPANS[name]) for name in names]

    @property
    def followers(self) -> list[tuple[forms.BoundField, int]]:
        """What the account and the day have a say in."""
        return [(self[name], SPANS[name]) for name in ("vat_code", "due_on", "settles")]

    @property
    def lasting(self) -> list[forms.BoundField]:
        """The hidden fields that do not follow from the account or the day."""
        return [bound for bound in self.hidden_fields() if bound.name not in ("proposed_vat", "proposed_due")]

    @property
    def shows_rest(self) -> bool:
        """Whether something stands in what few lines need."""
        values = [self[name].value() for name in ("rate", "department")]
        return any(values) or self["currency"].value() != DKK

    @property
    def rest(self) -> list[tuple[forms.BoundField, int]]:
        """What few lines need."""
        return [(self[name], SPANS[name]) for name in ("currency", "rate", "department")]

    def clean(self) -> dict[str, Any]:
        """Read the amount in its currency; documents belong to a debtor or creditor."""
        cleaned = super().clean() or self.cleaned_data
        currency = cleaned.get("currency")
        if currency is not None and cleaned.get("amount"):
            self._clean_amount(cleaned, currency.pk)
        if currency is not None and "rate" in cleaned:
            self._clean_rate(cleaned, currency.pk)
        kind, about = cleaned.get("kind"), cleaned.get("about")
        if cleaned.get("settles") and not self.errors:
            self._check_settles(cleaned["settles"], cleaned["amount"] * usual_side(kind or "", about))
        if isinstance(about, Account):
            if kind != EntryKind.JOURNAL:
                self.add_error("about", _("Choose a debtor or a creditor; other accounts take journal entries."))
            elif not (about.is_active and about.allows_direct_posting):
                self.add_error("about", _("Nothing is posted on this account by hand."))
            elif about == cleaned.get("contra_account"):
                self.add_error("contra_account", _("Choose another account than the one on the other side."))
        return cleaned

    def apply_to(self, line: JournalLine) -> JournalLine:
        """The line with what was typed; not stored."""
        typed = self.cleaned_data
        about, kind = typed["about"], typed["kind"]
        line.debtor = line.creditor = line.account = None
        setattr(line, about._meta.model_name, about)
        for name in ("voucher_date", "voucher", "kind", "document_no", "text", "contra_account", "vat_code"):
            setattr(line, name, typed[name])
        line.due_on, line.department, line.currency = typed["due_on"], typed["department"], typed["currency"]
        line.settles = typed["settles"].line if typed["settles"] else None
        line.rate_millionths = typed["rate"]
        line.amount_ore = typed["amount"].ore * usual_side(kind, about)
        return line

    def _check_settles(self, item: OpenItem, amount: Money) -> None:
        if item.currency_id != amount.currency:
            self.add_error("settles", _("Entries in different currencies are not settled with each other."))
        elif (item.remaining_ore > 0) == (amount.ore > 0):
            self.add_error("settles", _("Choose both something owed and something that pays for it."))

    def _clean_amount(self, cleaned: dict[str, Any], currency: str) -> None:
        try:
            cleaned["amount"] = Money.parse(cleaned["amount"], currency)
        except forms.ValidationError as error:
            self.add_error("amount", error)
        else:
            if not cleaned["amount"]:
                self.add_error("amount", _("The amount cannot be 0."))

    def _clean_rate(self, cleaned: dict[str, Any], currency: str) -> None:
        rate = cleaned["rate"]
        if currency == DKK:
            cleaned["rate"] = None
        elif not rate or rate < 0:
            self.add_error("rate", _("Amounts in %(currency)s need an exchange rate.") % {"currency": currency})


def initial_of(line: JournalLine) -> dict[str, Any]:
    """What the form of a stored line begins with."""
    about = line.party or line.account
    typed = Money(line.amount_ore * usual_side(line.kind, about), line.currency_id or DKK)
    return {
        "about": about,
        "amount": show_decimal(typed.amount, decimals=minor_digits(typed.currency)),
        "rate": line.rate_millionths,
        **{name: getattr(line, name) for name in ("voucher_date", "voucher", "kind", "document_no", "text", "due_on")},
        **{name: getattr(line, f"{name}_id") for name in ("contra_account", "vat_code", "settles", "currency")},
        "department": line.department_id,
        "version": line.version,
    }


class PostForm(forms.Form):
    """Which lines of the journal are posted, each as it was seen."""

    line = forms.Field(widget=forms.MultipleHiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))

    def clean_line(self) -> list[JournalLine]:
        """The lines by key and version; what else they say is read when they are posted."""
        lines = []
        for token in self.data.getlist("line"):  # type: ignore[attr-defined]  # a QueryDict
            pk, _colon, version = token.partition(":")
            if not (pk.isdecimal() and version.isdecimal() and len(token) < 30):  # noqa: PLR2004  beyond any key
                raise forms.ValidationError(_("Open the preview again."))
            lines.append(JournalLine(pk=int(pk), version=int(version)))
        return lines
