from typing import Any, ClassVar, Final
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kundebro.company.models import Currency
from kundebro.core.formats import show_decimal
from kundebro.core.forms import DateField, PickerSelect
from kundebro.core.money import DKK, Money, minor_digits
from kundebro.ledger.choices import AccountKind, EntryKind
from kundebro.ledger.forms.journal import OpenItemField, RateField
from kundebro.ledger.models import Account, Line, OpenItem, PartyAccount, VatCode
from kundebro.ledger.operations import InvoiceLine, Terms
from kundebro.ledger.operations.documents import sign_of
from kundebro.ledger.queries import open_entries_of, usual_bank, usual_vat_code

SPANS: Final = {"account": 8, "through": 8, "text": 8, "settles": 12}


class OpenItemsField(forms.ModelMultipleChoiceField[OpenItem]):
    """Some of the open entries of an account."""

    widget = forms.CheckboxSelectMultiple
    label_from_instance = OpenItemField.label_from_instance


class PostingForm(forms.Form):
    """What every document and payment says, in the account's currency unless another is chosen."""

    voucher_date = DateField(label=gettext_lazy("Date"), initial=timezone.localdate)
    document_no = forms.CharField(label=gettext_lazy("Document no."), required=False, max_length=40)
    amount = forms.CharField(
        label=gettext_lazy("Amount"),
        max_length=30,
        widget=forms.TextInput({"inputmode": "decimal", "autofocus": True}),
    )
    text = forms.CharField(label=gettext_lazy("Text"), required=False, max_length=200)
    currency: "forms.ModelChoiceField[Currency]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Currency"), empty_label=None
    )
    rate = RateField(
        label=gettext_lazy("Exchange rate"), required=False, widget=forms.TextInput({"inputmode": "decimal"})
    )
    settles = OpenItemsField(None, label=gettext_lazy("Settles"), required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=36, initial=lambda: str(uuid4()))
    leaves_out: ClassVar[tuple[str, ...]] = ()

    def __init__(self, party: PartyAccount, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party
        for name in self.leaves_out:
            del self.fields[name]
        currency = party.currency_id or DKK
        self.initial["currency"] = currency
        self.offered("currency", Currency.objects.filter(is_active=True))
        if "settles" in self.fields:
            self.owed = [item for item in open_entries_of(party) if item.remaining_ore * sign_of(party) > 0]
            self.offered("settles", open_entries_of(party).filter(pk__in=[item.pk for item in self.owed]))
            if not self.owed:
                del self.fields["settles"]

    def offered(self, name: str, rows: "QuerySet[Any]") -> None:
        """Let a field choose among the rows."""
        self.fields[name].queryset = rows  # type: ignore[attr-defined]  # fields that choose have one

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(bound, SPANS.get(bound.name, 4)) for bound in self.visible_fields()]

    @property
    def settled_lines(self) -> list[Line]:
        """The lines it is set against, the earliest due first."""
        chosen = self.cleaned_data.get("settles")
        return [item.line for item in chosen.order_by("due_on", "pk")] if chosen else []

    def terms(self) -> Terms:
        """What the posting says beside its amount."""
        typed = self.cleaned_data
        return Terms(
            voucher_date=typed["voucher_date"],
            due_on=typed.get("due_on"),
            document_no=typed["document_no"],
            text=typed["text"],
            rate_millionths=typed["rate"],
        )

    def clean(self) -> dict[str, Any]:
        """Read the amount in its currency."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        currency = cleaned.get("currency")
        if currency is not None and cleaned.get("amount"):
            try:
                cleaned["amount"] = Money.parse(cleaned["amount"], currency.pk)
            except forms.ValidationError as error:
                self.add_error("amount", error)
            else:
                self._check(cleaned, currency.pk)
        return cleaned

    def _check(self, cleaned: dict[str, Any], currency: str) -> None:
        if cleaned["amount"].ore <= 0:
            self.add_error("amount", _("Type an amount above 0."))
        if currency == DKK:
            cleaned["rate"] = None
        elif "rate" in cleaned and not (cleaned["rate"] and cleaned["rate"] > 0):
            self.add_error("rate", _("Amounts in %(currency)s need an exchange rate.") % {"currency": currency})
        if any(item.currency_id != currency for item in cleaned.get("settles") or ()):
            self.add_error("settles", _("Entries in different currencies are not settled with each other."))


class InvoiceForm(PostingForm):
    """An invoice of one line."""

    account: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Account"), widget=PickerSelect
    )
    vat_code: "forms.ModelChoiceField[VatCode]" = forms.ModelChoiceField(
        None, label=pgettext_lazy("ledger", "VAT code"), required=False, empty_label=gettext_lazy("The account's own")
    )
    due_on = DateField(
        label=gettext_lazy("Due"), required=False, help_text=gettext_lazy("Left empty, the payment terms tell it.")
    )
    field_order = (
        "voucher_date",
        "document_no",
        "amount",
        "account",
        "vat_code",
        "text",
        "due_on",
        "currency",
        "rate",
    )
    leaves_out = ("settles",)

    def __init__(self, party: PartyAccount, *args: Any, **kwargs: Any) -> None:
        super().__init__(party, *args, **kwargs)
        self.fields["amount"].label = _("Amount without VAT")
        usual = AccountKind.INCOME if sign_of(party) > 0 else AccountKind.EXPENSE
        chart = Account.objects.for_hand()
        self.offered("account", chart)
        self.offered("vat_code", VatCode.objects.filter(is_active=True))
        self.initial["account"] = chart.filter(kind=usual).values_list("pk", flat=True).first()

    def lines(self) -> list[InvoiceLine]:
        """The one line of the document."""
        typed = self.cleaned_data
        account: Account = typed["account"]
        vat_code = typed["vat_code"] or usual_vat_code(self.party, account)
        return [InvoiceLine(account, typed["amount"], vat_code, typed["text"])]


class CreditNoteForm(InvoiceForm):
    """A credit note of one line, against what it corrects."""

    leaves_out = ("due_on",)


class PaymentForm(PostingForm):
    """A payment, against what it pays: all that is owed unless something else is typed."""

    through: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Paid through"), widget=PickerSelect
    )
    field_order = ("voucher_date", "document_no", "amount", "through", "currency", "text", "rate", "settles")

    def __init__(self, party: PartyAccount, *args: Any, **kwargs: Any) -> None:
        super().__init__(party, *args, **kwargs)
        chart = Account.objects.for_hand()
        self.offered("through", chart.filter(kind__in=(AccountKind.ASSET, AccountKind.LIABILITY)))
        self.initial["through"] = usual_bank()
        currency = self.initial["currency"]
        owed = [item for item in self.owed if item.currency_id == currency]
        self.initial["settles"] = [item.pk for item in owed]
        if owed:
            whole = abs(sum((item.remaining for item in owed), Money(0, currency)))
            self.initial["amount"] = show_decimal(whole.amount, decimals=minor_digits(currency))


FORMS: Final[dict[EntryKind, type[PostingForm]]] = {
    EntryKind.INVOICE: InvoiceForm,
    EntryKind.CREDIT_NOTE: CreditNoteForm,
    EntryKind.PAYMENT: PaymentForm,
}
