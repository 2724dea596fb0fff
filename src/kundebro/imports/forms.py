"""The forms of the import pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.imports.choices import Encoding, Policy, Separator
from kundebro.imports.matching import Certainty, Match
from kundebro.imports.models import Upload
from kundebro.imports.queries import Guess
from kundebro.imports.reading.lists import Reading
from kundebro.imports.targets import Target

EXAMPLES = 3
ACCEPTED = ".csv,.txt,.tsv,.xlsx,.xls,.ods"


class UploadForm(forms.Form):
    """A list and what it is a list of."""

    target = forms.ChoiceField(label=gettext_lazy("What is on the list"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("Excel, OpenDocument or text (CSV). Nothing is imported yet."),
        widget=forms.FileInput({"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [(target.name, target.title) for target in targets]
        if self.initial.get("target") not in {target.name for target in targets}:
            self.initial["target"] = targets[0].name
        if len(targets) == 1:
            field.widget = forms.HiddenInput()


class ReadingForm(forms.Form):
    """How the list is read, for the user to correct."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=Encoding)
    separator = forms.ChoiceField(label=gettext_lazy("Separator"), choices=Separator)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    heading = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy("0 when there are no headings."),
    )

    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        reading = upload.reading
        initial = {"encoding": reading.encoding, "sheet": reading.sheet, "heading": reading.heading}
        if reading.separator:
            initial["separator"] = Separator.of(reading.separator)
        super().__init__(*args, **{"initial": initial, **kwargs})
        self._reading = reading
        if reading.kind.is_workbook:
            del self.fields["encoding"], self.fields["separator"]
            sheet = self.fields["sheet"]
            assert isinstance(sheet, forms.ChoiceField)  # noqa: S101  for the type checker
            sheet.choices = [(each.name, f"{each.name} ({each.rows})") for each in upload.sheet_list]
        else:
            del self.fields["sheet"]

    def reading(self) -> Reading:
        """The way of reading that the user asks for."""
        chosen = self.cleaned_data
        if self._reading.kind.is_workbook:
            return Reading(self._reading.kind, sheet=chosen["sheet"], heading=chosen["heading"])
        separator = Separator(chosen["separator"]).sign
        return Reading(self._reading.kind, chosen["encoding"], separator, heading=chosen["heading"])


@dataclass(frozen=True)
class ColumnLine:
    """One column of the list as the form shows it."""

    heading: str
    examples: list[str]
    is_guess: bool
    field: BoundField
    policy: BoundField


class MatchForm(forms.Form):
    """Which field each column goes into, when it overwrites, and how rows find what is there already."""

    match_key = forms.ChoiceField(
        label=gettext_lazy("Rows find what is there already by"),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, upload: Upload, target: Target, guess: Guess, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"match_key": guess.match_key}, **kwargs})
        self._upload = upload
        self._target = target
        self._matches = guess.matches
        key = self.fields["match_key"]
        assert isinstance(key, forms.ChoiceField)  # noqa: S101  for the type checker
        key.choices = [
            *((each.name, each.title) for each in target.keys),
            ("", _("nothing: every row is new")),
        ]
        choices = [("", _("not used")), *((field.name, field.title) for field in target.fields)]
        for match in guess.matches:
            policy = guess.policies.get(match.field, Policy.ALWAYS)
            self.fields[f"field-{match.column}"] = forms.ChoiceField(
                label=match.heading, choices=choices, required=False, initial=match.field
            )
            self.fields[f"policy-{match.column}"] = forms.ChoiceField(
                label=_("%(column)s: overwrites") % {"column": match.heading}, choices=Policy, initial=policy
            )

    def lines(self) -> list[ColumnLine]:
        """The columns in their order."""
        return [
            ColumnLine(
                heading=match.heading,
                examples=self._examples(match),
                is_guess=match.certainty is Certainty.SIMILAR,
                field=self[f"field-{match.column}"],
                policy=self[f"policy-{match.column}"],
            )
            for match in self._matches
        ]

    def clean(self) -> dict[str, Any]:
        """Each field from one column at most, some column for some field, and the key among them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        columns: dict[str, int] = {}
        for match in self._matches:
            name = cleaned.get(f"field-{match.column}")
            if not name:
                continue
            if name in columns:
                title = self._target.field(name).title
                self.add_error(f"field-{match.column}", _("“%(field)s” is chosen for two columns.") % {"field": title})
            columns.setdefault(name, match.column)
        if not columns:
            raise forms.ValidationError(_("Choose a field for at least one column."))
        key = next((key for key in self._target.keys if key.name == cleaned.get("match_key")), None)
        if key and key.field not in columns:
            title = self._target.field(key.field).title
            self.add_error("match_key", _("Choose the column that holds “%(field)s” first.") % {"field": title})
        cleaned["columns"] = columns
        cleaned["policies"] = {
            name: cleaned[f"policy-{column}"] for name, column in columns.items() if f"policy-{column}" in cleaned
        }
        return cleaned

    def _examples(self, match: Match) -> list[str]:
        cells = [row[1][match.column] for row in self._upload.sample if match.column < len(row[1])]
        return list(dict.fromkeys(filter(None, map(str.strip, cells))))[:EXAMPLES]
