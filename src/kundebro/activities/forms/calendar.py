"""What people fill in about calendars."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundebro.activities.queries import teams_to_follow
from kundebro.core.formats import parse_time
from kundebro.core.forms import DateField
from kundebro.prospects.forms import RepeatableForm
from kundebro.users.models import Team, User


class FeedForm(forms.Form):
    """Whose calendar the address is for; nobody chosen means one's own."""

    team = forms.ModelChoiceField(
        label=_("Whose calendar"), queryset=Team.objects.none(), required=False, empty_label=_("My own")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["team"]
        choice.queryset = Team.objects.filter(pk__in=[team.pk for team in teams_to_follow(user)])


class MoveForm(RepeatableForm):
    """To which day, and at what time; without a time it is all day."""

    day = DateField(label=_("Day"))
    time = forms.CharField(
        label=_("Time"), required=False, max_length=10, help_text=_("For example 14.30. Empty: all day.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_time(self) -> dt.time | None:
        """Read the time as people write it."""
        text: str = self.cleaned_data["time"]
        return parse_time(text) if text.strip() else None
