"""The columns of a list, and which of them a user has chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.db import models
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.components import ListColumn
from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.users.models import User
from kundebro.users.operations import remember
from kundebro.users.queries import preference
from kundebro.users.requests import SignedInRequest

Record = TypeVar("Record", bound=models.Model)


@dataclass(frozen=True, kw_only=True)
class ColumnChoice(Generic[Record]):
    """All columns of a list: some always there, some shown until the user chooses, the rest for choosing."""

    preference: str
    columns: Mapping[str, ListColumn[Record]]
    always: Collection[str]
    usual: Collection[str]
    in_every_row: Collection[str]
    """What a row reads whatever the columns: its link, its marks, its second line on a phone."""

    def of(self, user: User) -> list[ListColumn[Record]]:
        """The columns the user wants to see."""
        wanted = preference(user, self.preference, self.usual)
        return [column for key, column in self.columns.items() if key in self.always or key in wanted]

    def fields(self, columns: Collection[ListColumn[Record]]) -> set[str]:
        """What the list must read for these columns."""
        return {*self.in_every_row, *(name for column in columns for name in column.needs)}


class ColumnsForm(forms.Form):
    """Which columns the list shows besides those that are always there."""

    columns = forms.MultipleChoiceField(label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, choice: ColumnChoice[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        offered = [(key, column.title) for key, column in choice.columns.items() if key not in choice.always]
        self.fields["columns"].choices = offered  # type: ignore[attr-defined]


def choose_columns(
    request: SignedInRequest, choice: ColumnChoice[Any], *, list_url: str, note: str | Promise
) -> HttpResponse:
    """Ask for the columns, and remember them; the choice is the user's own and lasts."""
    back = f"{list_url}?{request.GET.urlencode()}"
    form = ColumnsForm(choice, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = list(choice.usual) if "usual" in request.POST else form.cleaned_data["columns"]
        remember(request.user, choice.preference, chosen)
        return see_other(request, back)
    shown = ColumnsForm(choice, initial={"columns": [column.key for column in choice.of(request.user)]})
    context = {"form": shown, "back": back, "url": request.get_full_path(), "note": note}
    return render_dialog(request, "core/list_columns.html", context)
