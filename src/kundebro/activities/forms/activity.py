"""The forms of an activity: new, corrected, done, put off, given up."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kundebro.activities.facts import label_later
from kundebro.activities.forms.note_field import NoteField
from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.proposals import next_step_day, proposed_day, rule_choices
from kundebro.contacts.models import Contact
from kundebro.core.dates import next_working_day
from kundebro.core.formats import show_date
from kundebro.core.forms import DateField, PickerMultiple, PickerSelect, TimeField
from kundebro.ledger.forms.account import OreField
from kundebro.parties.forms import RecordForm
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.forms import RepeatableForm
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from kundebro.users.queries import employees

WHAT: Final = ("activity_type", "subject", "date", "time", "duration_minutes")
PEOPLE: Final = ("contacts", "sales_project")
REST: Final = ("responsible", "priority", "direction", "value_ore", "follow_up_on", "repeats")
FIELDS: Final = (*WHAT, *PEOPLE, "note", *REST)
SPANS: Final = {"subject": 12, "date": 4, "time": 4, "duration_minutes": 4}
FEWEST_LETTERS: Final = 3
LONGEST_KEY: Final = 18
HELP: Final = {
    "date": gettext_lazy("For example 22/11, friday, +14."),
    "time": gettext_lazy("For example 14.30. Empty: all day."),
    "follow_up_on": gettext_lazy("The day it is due on, when that is later than the day it is about."),
}


class TypeSelect(forms.Select):
    """The types of activity, each with the day that it proposes."""

    proposes = staticmethod(proposed_day)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the day."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        kind = getattr(value, "instance", None)
        if isinstance(kind, ActivityType):
            option["attrs"]["data-proposed"] = show_date(self.proposes(kind, today=timezone.localdate()))
        return option


class StepTypeSelect(TypeSelect):
    """The types of a next step."""

    proposes = staticmethod(next_step_day)


class PersonChoice(forms.ModelChoiceField[User]):
    """One of the people who work here."""

    def label_from_instance(self, obj: User) -> str:
        """By name."""
        return obj.name


def activity_formfield(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of one of the activity's columns."""
    made: Any
    if column.name == "value_ore":
        made = OreField(required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    elif column.name == "repeats":
        made = forms.ChoiceField(required=False)
    elif column.name == "responsible":
        made = PersonChoice(queryset=User.objects.none(), widget=PickerSelect)
    else:
        special: dict[str, dict[str, Any]] = {
            "prospect": {
                "widget": PickerSelect(
                    {
                        "hx-get": reverse_lazy("activities:people"),
                        "hx-target": "#activity-people",
                        "hx-swap": "outerHTML",
                    },
                    search="pipeline:prospect-choices",
                )
            },
            "activity_type": {"widget": TypeSelect({"data-proposes": "id_date"})},
            "contacts": {"widget": PickerMultiple},
            "sales_project": {"widget": PickerSelect},
            "note": {"form_class": NoteField, "widget": forms.Textarea({"rows": 4})},
            "duration_minutes": {"widget": forms.TextInput({"inputmode": "numeric"})},
        }
        if isinstance(column, models.DateField):
            options["form_class"] = DateField
        elif isinstance(column, models.TimeField):
            options |= {"form_class": TimeField, "widget": forms.TextInput({"autocomplete": "off"})}
        made = column.formfield(**{**options, **special.get(column.name, {})})
    if made is not None:
        label = label_later(column.name)
        made.label = format_lazy("{}, kr.", label) if column.name == "value_ore" else label
        made.help_text = HELP.get(column.name, "")
    return cast("forms.Field | None", made)


class ActivityForm(RecordForm, forms.ModelForm[Activity]):
    """Some fields of an activity; what it says goes to an operation, never straight into the row."""

    instance: Activity

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.customer = self._customer()
        for name, offered in self._offers().items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = offered
        kept = self.initial.get("repeats") or self.instance.repeats
        cast("forms.ChoiceField", self.fields["repeats"]).choices = rule_choices(kept)

    @property
    def what(self) -> list[tuple[forms.BoundField, int]]:
        """What is asked for at once, with widths in columns of twelve."""
        names = [*(["prospect"] if "prospect" in self.fields else []), *WHAT]
        return [(self[name], SPANS.get(name, 12)) for name in names]

    @property
    def people(self) -> list[tuple[forms.BoundField, int]]:
        """Who it is with and which sales project it belongs to; both are the prospect's."""
        return [(self[name], 6) for name in PEOPLE]

    @property
    def rest(self) -> list[tuple[forms.BoundField, int]]:
        """What few people fill in."""
        return [(self[name], 6) for name in REST]

    @property
    def is_unfolded(self) -> bool:
        """Whether something in the rest has to be looked at."""
        return any(self[name].errors for name in REST) or any(
            self.initial.get(name) for name in ("repeats", "value_ore", "follow_up_on")
        )

    def clean(self) -> dict[str, Any]:
        """Times, follow-ups and repetitions need a day to hang on."""
        cleaned = super().clean()
        day = cleaned.get("date")
        if day is None and "date" not in self.errors and (cleaned.get("time") or cleaned.get("repeats")):
            self.add_error("date", _("Say on which day."))
        follow_up = cleaned.get("follow_up_on")
        if day and follow_up and follow_up < day:
            self.add_error("follow_up_on", _("The follow-up cannot come before the activity."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the operation shall write."""
        return {name: self.cleaned_data[name] for name in self.model_fields if name in FIELDS}

    def _customer(self) -> Prospect | None:
        if self.instance.prospect_id:
            return self.instance.prospect
        return seen_prospect(str(self.data.get("prospect", "")), self.by) if self.is_bound else None

    def _offers(self) -> dict[str, Any]:
        """What there is to choose between, and what the activity has already."""
        has, customer = self.instance, self.customer
        kept = has.contacts.values("pk") if has.pk else ()
        projects: Any = SalesProject.objects.filter(prospect=customer)
        types: Any = ActivityType.objects
        people = User.objects.filter(Q(pk__in=employees().values("pk")) | Q(pk=has.responsible_id))
        offers: dict[str, Any] = {
            "activity_type": types.choosable(keep=[has.activity_type_id or 0]).order_by("position", "pk"),
            "responsible": people.order_by("sort_name", "pk"),
            "contacts": Contact.objects.filter(prospect=customer).filter(
                Q(pk__in=Contact.objects.active()) | Q(pk__in=kept)
            ),
            "sales_project": projects.filter(Q(pk__in=SalesProject.objects.open()) | Q(pk=has.sales_project_id)),
        }
        if "prospect" in self.fields:
            offers["prospect"] = Prospect.objects.active().visible_to(self.by)
        return offers


class NewForm(ActivityForm):
    """A new activity: to be done, or done already."""

    is_done = forms.BooleanField(label=gettext_lazy("It is done already"), required=False)

    @property
    def model_fields(self) -> list[str]:
        """The activity's own fields."""
        return [name for name in super().model_fields if name != "is_done"]

    def clean(self) -> dict[str, Any]:
        """What is done was done no later than today."""
        cleaned = super().clean()
        if cleaned.get("is_done") and cleaned.get("date") and cleaned["date"] > timezone.localdate():
            self.add_error("date", _("That day is still to come, so it cannot be done already."))
        return cleaned


@cache
def activity_form(*, is_new: bool = False, asks_whom: bool = False) -> type[ActivityForm]:
    """The form to correct an activity, or for a new one, with or without the question for whom."""
    fields = (*(["prospect"] if asks_whom else []), *FIELDS)
    made = forms.modelform_factory(
        Activity, form=NewForm if is_new else ActivityForm, fields=fields, formfield_callback=activity_formfield
    )
    return cast("type[ActivityForm]", made)


class FinishForm(RepeatableForm):
    """Færdig → hvad er næste?: how it went, and the next step or why there is none."""

    PLAN, NOTHING = "plan", "nothing"

    result = forms.CharField(label=gettext_lazy("How did it go?"), required=False, max_length=200)
    note = NoteField(label=label_later("note"), required=False, widget=forms.Textarea({"rows": 3}))
    then = forms.ChoiceField(
        label=gettext_lazy("What is the next step?"),
        choices=[(PLAN, gettext_lazy("Plan the next step")), (NOTHING, gettext_lazy("No next step"))],
        widget=forms.RadioSelect,
        initial=PLAN,
    )
    step_type = forms.ModelChoiceField(
        label=gettext_lazy("Next step"),
        queryset=ActivityType.objects.none(),
        required=False,
        empty_label=None,
        widget=StepTypeSelect({"data-proposes": "id_step_day"}),
    )
    step_subject = forms.CharField(label=gettext_lazy("Subject"), required=False, max_length=200)
    step_day = DateField(label=gettext_lazy("Day"), required=False)
    step_time = TimeField(label=gettext_lazy("Time"), required=False, help_text=HELP["time"])
    reason = forms.CharField(
        label=gettext_lazy("Why is there no next step?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Stands in the history. The prospect shows as one without a next step."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types: Any = ActivityType.objects
        choice = cast("forms.ModelChoiceField[Any]", self.fields["step_type"])
        choice.queryset = types.choosable(keep=[activity.activity_type_id]).order_by("position", "pk")

    def clean(self) -> dict[str, Any]:
        """A next step has a type, a subject and a day; none has a reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("then") == self.NOTHING:
            if len(cleaned.get("reason", "").strip()) < FEWEST_LETTERS:
                self.add_error("reason", _("Say why, so that others know."))
            return cleaned
        for name, told in (
            ("step_type", _("Choose what is to be done.")),
            ("step_subject", _("Say what it is about.")),
            ("step_day", _("A next step needs a day.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, told)
        if cleaned.get("step_day") and cleaned["step_day"] < timezone.localdate():
            self.add_error("step_day", _("The next step cannot lie in the past."))
        return cleaned

    def step(self) -> Mapping[str, Any] | None:
        """The next step by field, or None; what has no hour is not put on a day off."""
        said = self.cleaned_data
        if said["then"] == self.NOTHING:
            return None
        day = said["step_day"] if said["step_time"] else next_working_day(said["step_day"])
        return {
            "activity_type": said["step_type"],
            "subject": said["step_subject"],
            "date": day,
            "time": said["step_time"],
        }


class LaterForm(RepeatableForm):
    """To which day something is put off: there is always one."""

    day = DateField(label=gettext_lazy("Day"), help_text=HELP["date"])
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_day(self) -> Any:
        """Not back into the past, and not onto a day off."""
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("Choose today or a day to come."))
        return next_working_day(day)


class SnoozeForm(LaterForm):
    """The same for one activity, whose version was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class GiveUpForm(RepeatableForm):
    """Why an activity is not to be done after all."""

    reason = forms.CharField(
        label=pgettext_lazy("given up", "Why?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Stands in the history."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput, required=False)


class DeleteForm(RepeatableForm):
    """That an activity is to go."""

    back = forms.CharField(widget=forms.HiddenInput, required=False)


class TogetherForm(RepeatableForm):
    """Planlæg opfølgning: the same next step for several prospects."""

    activity_type = forms.ModelChoiceField(
        label=label_later("activity_type"),
        queryset=ActivityType.objects.none(),
        empty_label=None,
        widget=TypeSelect({"data-proposes": "id_date"}),
    )
    subject = forms.CharField(label=label_later("subject"), max_length=200)
    date = DateField(label=gettext_lazy("Day"), help_text=HELP["date"])
    responsible = PersonChoice(
        label=label_later("responsible"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("each prospect's own"),
    )
    note = NoteField(label=label_later("note"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types: Any = ActivityType.objects
        cast("forms.ModelChoiceField[Any]", self.fields["activity_type"]).queryset = types.choosable().order_by(
            "position", "pk"
        )
        cast("forms.ModelChoiceField[Any]", self.fields["responsible"]).queryset = employees()

    def clean_date(self) -> Any:
        """Not in the past, and not on a day off."""
        day = self.cleaned_data["date"]
        if day < timezone.localdate():
            raise ValidationError(_("Choose today or a day to come."))
        return next_working_day(day)

    def values(self) -> dict[str, Any]:
        """What each prospect gets; a responsible only where one is named."""
        names = ("activity_type", "subject", "date", "note")
        said = {name: self.cleaned_data[name] for name in names}
        return said | ({"responsible": named} if (named := self.cleaned_data["responsible"]) else {})


def seen_prospect(text: str, by: User) -> Prospect | None:
    """The prospect in daily use that an address or a form names, when the user sees it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY):
        return None
    return Prospect.objects.active().visible_to(by).filter(pk=int(text)).first()
