from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.forms import BoundField, CheckboxSwitch
from kundebro.parties.models import SHARED_FIELDS
from kundebro.prospects.card import GROUPS
from kundebro.prospects.choices import FieldOwner, Side
from kundebro.prospects.forms.archive import RepeatableForm
from kundebro.prospects.queries.sync import Difference, SyncRules, title_of

LEAVE = ""
NAMES = {
    Side.PROSPECT: gettext_lazy("Prospect"),
    Side.DEBTOR: gettext_lazy("Debtor"),
    Side.CREDITOR: gettext_lazy("Creditor"),
}


@dataclass(frozen=True)
class FieldSet:
    """Shared fields that stand together on the card."""

    title: str | Promise
    fields: list[BoundField]


def shared_groups() -> Iterator[tuple[str | Promise, list[str]]]:
    """The shared fields in the order and under the headings of the card."""
    seen: set[str] = set()
    for group in GROUPS.values():
        names = [name for name in group.fields if name in SHARED_FIELDS and name not in seen]
        seen.update(names)
        if names:
            yield group.title, names
    if rest := [name for name in SHARED_FIELDS if name not in seen]:
        yield _("Other"), rest


class PerFieldForm(RepeatableForm):
    """A form with one choice for every shared field."""

    def groups(self) -> Iterator[FieldSet]:
        """Its fields under the headings of the card."""
        for title, names in shared_groups():
            yield FieldSet(title, [self[name] for name in names])  # type: ignore[misc]  # our own BoundField

    def _ask(self, choices: Sequence[tuple[str, str | Promise]], initial: Mapping[str, str]) -> None:
        for _title, names in shared_groups():
            for name in names:
                self.fields[name] = forms.ChoiceField(
                    label=title_of(name), choices=choices, required=False, initial=initial.get(name)
                )


class SyncForm(PerFieldForm):
    """Whether prospects and their accounts are kept in step, and which side owns which field."""

    is_on = forms.BooleanField(
        label=gettext_lazy("Keep prospects and their debtors and creditors in step"),
        required=False,
        widget=CheckboxSwitch,
        help_text=gettext_lazy(
            "Nothing is overwritten when you switch it on: only what is changed from then on travels."
        ),
    )

    def __init__(self, *args: Any, rules: SyncRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_on"] = rules.is_on
        choices = [(owner.value, capfirst(owner.label)) for owner in FieldOwner]
        self._ask(choices, {name: rules.owner(name).value for name in SHARED_FIELDS})

    def owners(self) -> dict[str, FieldOwner]:
        """Who owns each shared field; one that was not sent stays with both."""
        return {name: FieldOwner(self.cleaned_data[name] or FieldOwner.BOTH) for name in SHARED_FIELDS}


class LevelForm(PerFieldForm):
    """Which side wins, field by field, wherever prospects and accounts differ; at first none does."""

    rest = forms.ChoiceField(
        label=gettext_lazy("All fields"),
        required=False,
        help_text=gettext_lazy("For the fields where nothing else is chosen below."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (LEAVE, _("Leave as they are")),
            (FieldOwner.CRM.value, _("The prospect's value")),
            (FieldOwner.FINANCE.value, _("The account's value")),
        ]
        self.fields["rest"].choices = choices  # type: ignore[attr-defined]
        self._ask(choices, {})

    def winners(self) -> dict[str, FieldOwner]:
        """The side that wins each field where one does."""
        chosen = {name: self.cleaned_data[name] or self.cleaned_data["rest"] for name in SHARED_FIELDS}
        return {name: FieldOwner(winner) for name, winner in chosen.items() if winner}

    def clean(self) -> dict[str, Any]:
        """Refuse to level nothing at all."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.winners():
            raise forms.ValidationError(_("Choose a side for at least one field."))
        return cleaned


class InStepForm(RepeatableForm):
    """Which value stays, for each field in which one prospect and its accounts differ; at first all are left."""

    versions = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self, *args: Any, differences: Sequence[Difference], versions: Mapping[Side, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["versions"] = ",".join(f"{side}:{version}" for side, version in versions.items())
        self.differing = [difference.field for difference in differences]
        for difference in differences:
            note = (
                ""
                if difference.owner == FieldOwner.BOTH
                else _("Owned by %(owner)s") % {"owner": difference.owner.label}
            )
            self.fields[difference.field] = forms.ChoiceField(
                label=difference.title,
                choices=[(LEAVE, _("Leave as they are")), *_values(difference)],
                widget=forms.RadioSelect,
                required=False,
                initial=LEAVE,
                help_text=note,
            )

    def clean_versions(self) -> dict[Side, int]:
        """The version of each record that was looked at."""
        try:
            pairs = (part.split(":") for part in self.cleaned_data["versions"].split(","))
            return {Side(side): int(version) for side, version in pairs}
        except ValueError:
            raise forms.ValidationError(_("Open the page again.")) from None

    def clean(self) -> dict[str, Any]:
        """Refuse to level nothing at all."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.choices():
            raise forms.ValidationError(_("Choose a value for at least one field."))
        return cleaned

    def choices(self) -> dict[str, Side]:
        """The record whose value stays, by field."""
        return {name: Side(self.cleaned_data[name]) for name in self.differing if self.cleaned_data.get(name)}

    def rows(self) -> list[Any]:
        """The fields to choose in."""
        return [self[name] for name in self.differing]


def _values(difference: Difference) -> Iterator[tuple[str, str]]:
    """Each value once, with the records that hold it."""
    holders: dict[str, list[Side]] = {}
    for value in difference.values:
        holders.setdefault(value.text, []).append(value.side)
    for text, sides in holders.items():
        yield sides[0].value, f"{' + '.join(str(NAMES[side]) for side in sides)}: {text or _('empty')}"
