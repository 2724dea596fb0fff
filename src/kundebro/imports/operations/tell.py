"""Tells whoever started an import that it has ended."""

from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from kundebro.core.formats import show_count
from kundebro.imports.models import ImportRun
from kundebro.mail.operations import notify

KIND: Final = "import"


def tell_of_end(import_run: ImportRun, *, now: datetime) -> None:
    """Say what became of the rows; a dry run is looked at while it goes, and tells nothing."""
    if import_run.is_dry_run:
        return
    counts = {name: show_count(getattr(import_run, name)) for name in ("created", "updated", "refused")}
    with translation.override(import_run.started_by.language):
        text = _("%(name)s is imported: %(created)s new, %(updated)s changed, %(refused)s refused.")
        notify(
            import_run.started_by,
            text % {"name": import_run.upload.name, **counts},
            kind=KIND,
            url=import_run.get_absolute_url(),
            key=f"import:{import_run.pk}",
            now=now,
        )
