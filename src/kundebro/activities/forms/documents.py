"""The forms of documents."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.activities.choices import DocumentKind, Retention
from kundebro.activities.models import Document
from kundebro.prospects.forms import RepeatableForm

MOST_FILES = 20


class SeveralFiles(forms.FileInput):
    """A field in which several files can be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Each file by itself; a list even of one."""
        files = (data if isinstance(data, list) else [data]) or [None]
        if len(files) > MOST_FILES:
            raise ValidationError(_("Choose at most %(count)s files at a time.") % {"count": MOST_FILES})
        return [super(FilesField, self).clean(file, initial) for file in files]


class FilesForm(RepeatableForm):
    """New documents."""

    uploads = FilesField(label=gettext_lazy("Files"), allow_empty_file=True, max_length=None)


class VersionForm(RepeatableForm):
    """A new version of a document."""

    upload = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)


class DocumentForm(forms.ModelForm[Document]):
    """What a document is called and what it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[("", "–"), *DocumentKind.choices])
    retention = forms.ChoiceField(label=gettext_lazy("Kept"), choices=Retention.choices)

    class Meta:
        model = Document
        fields = ("name", "kind", "retention")

    def values(self) -> dict[str, Any]:
        """What was typed, by field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
