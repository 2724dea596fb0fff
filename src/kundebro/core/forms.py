"""Forms as Kundebro shows them: our field markup, warnings that do not block, date and picker widgets."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any, get_args

from django import forms
from django.forms.renderers import TemplatesSetting
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from kundebro.core import formats
from kundebro.core.appearance import Density, Theme

_CSS = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


class BoundField(forms.BoundField):
    """A field on the page: knows its look, its warnings and what describes it."""

    @property
    def warnings(self) -> list[str]:
        """What looks odd and may be right: shown, never refused."""
        found: Mapping[str, list[str]] = getattr(self.form, "warnings", {})
        return found.get(self.name, [])

    @property
    def is_check(self) -> bool:
        """Whether the label stands after a single box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_check_list(self) -> bool:
        """Whether the field is a list of boxes or of radio buttons."""
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the classes of the look and the link to the warning."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(dict(attrs), widget)
        if widget.is_hidden:
            return built
        classes = [widget.attrs.get("class", ""), next(css for kind, css in _CSS if isinstance(widget, kind))]
        if self.errors:
            classes.append("is-invalid")
        if self.warnings:
            classes.append("is-doubtful")
            described = f"{built.get('aria-describedby', '')} {self.auto_id}_warning"
            built["aria-describedby"] = described.strip()
        built["class"] = " ".join(filter(None, classes))
        return built


class Renderer(TemplatesSetting):
    """Renders every form with our templates (setting FORM_RENDERER)."""

    form_template_name = "core/form.html"
    field_template_name = "core/components/field.html"
    bound_field_class = BoundField


class WithWarnings(forms.BaseForm):
    """A form whose `clean_…` may warn about a field and still be valid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: dict[str, list[str]] = {}

    def warn(self, field: str, text: str | Promise) -> None:
        """Show the text at the field."""
        self.warnings.setdefault(field, []).append(str(text))

    @property
    def doubts(self) -> list[str]:
        """The warnings as they are said away from their fields."""
        return [f"{self.fields[name].label}: {text}" for name, texts in self.warnings.items() for text in texts]


class DateInput(forms.DateInput):
    """A text field for a date in Danish writing, with a button for the browser's own calendar."""

    template_name = "core/widgets/date.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, format: str | None = None) -> None:  # noqa: A002  Django
        super().__init__({"autocomplete": "off", "class": "date-text", **(attrs or {})}, format)


class DateField(forms.DateField):
    """A day as people write it: 22-11-2026, 22/11, `i morgen`, `uge 34` (core.formats.parse_date)."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        """Read the text; today is where the user is."""
        if isinstance(value, str) and value.strip():
            return formats.parse_date(value, today=timezone.localdate())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a day in Danish writing, whatever the page's language."""
        return formats.show_date(value) if isinstance(value, date) else value


class TimeField(forms.TimeField):
    """A time of day as people write it: 14.30, 1430, kl. 14 (core.formats.parse_time)."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> time | None:
        """Read the text."""
        if isinstance(value, str) and value.strip():
            return formats.parse_time(value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a time in Danish writing, whatever the page's language."""
        return f"{value:%H.%M}" if isinstance(value, time) else value


class CheckboxSwitch(forms.CheckboxInput):
    """A box that looks like a switch."""

    def __init__(
        self, attrs: Mapping[str, Any] | None = None, check_test: Callable[[Any], bool] | None = None
    ) -> None:
        super().__init__({"role": "switch", **(attrs or {})}, check_test)


class _Picker(forms.Select):
    """A list one can search in; with `search` the choices come from that address and only the chosen are sent."""

    def __init__(self, attrs: Mapping[str, Any] | None = None, choices: Any = (), *, search: str = "") -> None:
        super().__init__({"data-picker": "", **(attrs or {})}, choices)
        self.search = search

    def build_attrs(
        self, base_attrs: Mapping[str, Any], extra_attrs: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the address to search at."""
        attrs = super().build_attrs(dict(base_attrs), dict(extra_attrs or {}))
        return {**attrs, "data-picker-url": reverse(self.search)} if self.search else attrs

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The choices; only the chosen ones when the rest are searched for."""
        if self.search and isinstance(self.choices, forms.models.ModelChoiceIterator):
            self.choices = self._chosen(self.choices.field, value)
        return list(super().optgroups(name, value, attrs))

    def _chosen(self, field: forms.ModelChoiceField[Any], value: Iterable[str]) -> list[tuple[Any, str]]:
        wanted = [each for each in value if each]
        found = field.queryset.filter(pk__in=wanted) if wanted and field.queryset is not None else ()
        empty = [("", "")] if not self.allow_multiple_selected else []
        return [*empty, *((field.prepare_value(each), field.label_from_instance(each)) for each in found)]


class PickerSelect(_Picker):
    """Pick one."""


class PickerMultiple(_Picker, forms.SelectMultiple):
    """Pick any number."""


class AppearanceForm(forms.Form):
    """What the user's menu and the keyboard sheet send, one choice at a time."""

    theme = forms.ChoiceField(choices=[(each, each) for each in get_args(Theme)], required=False)
    density = forms.ChoiceField(choices=[(each, each) for each in get_args(Density)], required=False)
    single_keys = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], required=False)

    def changes(self) -> dict[str, Any]:
        """The fields of an Appearance that were chosen."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if "single_keys" in chosen:
            chosen["has_single_keys"] = chosen.pop("single_keys") == "on"
        return chosen
