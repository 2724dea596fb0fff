"""The form of one row of the ledger's set-up that is no code table."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kundebro.core.components import Crumb
from kundebro.core.shortcuts import see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import undo_url
from kundebro.ledger.operations import save_setup
from kundebro.ledger.views.refusals import sentence_of
from kundebro.users.requests import SignedInRequest


def setup_form(
    request: SignedInRequest, form: "forms.ModelForm[Any]", *, title: str, listed_under: Crumb
) -> HttpResponse:
    """Ask, save, and go back to the list with the way to undo it."""
    if form.is_valid():
        try:
            save_setup(form.instance, by=request.user)
        except StaleWrite as stale:
            form.add_error(None, sentence_of(stale))
        else:
            told = _("“%(name)s” is saved") % {"name": form.instance}
            return see_other(request, listed_under.url, toast=told, undo_url=undo_url(latest_changeset()))
    context = {"title": title, "form": form, "back": listed_under, "actions": []}
    return render(request, "company/form.html", context, status=422 if form.errors else 200)
