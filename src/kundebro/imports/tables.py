from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kundebro.core.components import Column, Table
from kundebro.core.formats import show_count
from kundebro.core.templatetags.kundebro import dk_when
from kundebro.imports.models import ImportRun


def import_table(runs: Sequence[ImportRun], *, shows_people: bool) -> Table[ImportRun]:
    """Imports as a list; with the name of the one who started each where all are shown."""
    columns: list[Column[ImportRun]] = [
        Column(key="file", title=_("File"), cell=str, phone="title"),
        Column(key="state", title=_("State"), cell=state_tag, phone="aside"),
        Column(key="rows", title=_("Rows"), cell=lambda run: show_count(run.upload.row_count), kind="number"),
        Column(
            key="created",
            title=pgettext("import rows", "New"),
            cell=lambda run: show_count(run.created),
            kind="number",
        ),
        Column(
            key="updated",
            title=pgettext("import rows", "Changed"),
            cell=lambda run: show_count(run.updated),
            kind="number",
        ),
        Column(key="refused", title=_("Refused"), cell=lambda run: show_count(run.refused), kind="number"),
        Column(key="at", title=_("Started"), cell=lambda run: dk_when(run.created_at), kind="date", phone="line"),
    ]
    if shows_people:
        columns.append(Column(key="by", title=_("Started by"), cell=lambda run: run.started_by))
    return Table(records=runs, columns=columns, caption=_("Imports"), link=ImportRun.get_absolute_url, target="#rows")


def state_tag(run: ImportRun) -> SafeString:
    """Where the import stands, as a coloured word."""
    if run.is_interrupted:
        tone, word = "warn", pgettext("import", "interrupted")
    elif not run.is_finished:
        tone, word = "info", pgettext("import", "running")
    elif run.is_dry_run:
        tone, word = "neutral", pgettext("import", "dry run")
    elif run.is_undone:
        tone, word = "neutral", pgettext("import", "undone")
    else:
        tone, word = "good", pgettext("import", "imported")
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)
