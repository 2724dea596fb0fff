from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.imports.exports import ExportKind


class ExportColumns(models.TextChoices):
    """Which columns an export takes."""

    SHOWN = "shown", _("the columns of the list")
    ALL = "all", _("all fields")


class ExportForm(forms.Form):
    """Which file and which columns."""

    kind = forms.ChoiceField(label=_("File"), choices=ExportKind, initial=ExportKind.XLSX, widget=forms.RadioSelect)
    columns = forms.ChoiceField(
        label=_("Columns"), choices=ExportColumns, initial=ExportColumns.SHOWN, widget=forms.RadioSelect
    )
