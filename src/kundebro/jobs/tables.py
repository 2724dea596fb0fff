from collections.abc import Sequence
from datetime import datetime

from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kundebro.core.components import Column, Table, Tile
from kundebro.core.templatetags.kundebro import dk_when
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Backup, Run
from kundebro.jobs.queries import Safety
from kundebro.jobs.templatetags.jobs import duration

TONES = {
    RunState.QUEUED: "neutral",
    RunState.RUNNING: "info",
    RunState.DONE: "good",
    RunState.FAILED: "bad",
    RunState.CANCELLED: "warn",
}


def run_table(runs: Sequence[Run], *, query: QueryDict, shows_people: bool) -> Table[Run]:
    """Background work as a list; with the name of the one who started it where all is shown."""
    columns: list[Column[Run]] = [
        Column(key="title", title=_("Job"), cell=str, phone="title"),
        Column(key="state", title=_("State"), cell=state_tag, phone="aside"),
        Column(key="percent", title=_("Progress"), cell=_share, kind="number", phone="hidden"),
        Column(
            key="created_at", title=_("Started"), cell=lambda run: dk_when(run.created_at), kind="date", phone="line"
        ),
        Column(
            key="elapsed", title=_("Duration"), cell=lambda run: duration(run.elapsed), kind="number", phone="hidden"
        ),
    ]
    if shows_people:
        people: Column[Run] = Column(key="started_by", title=_("Started by"), cell=_starter, phone="line")
        columns.insert(1, people)
    return Table(
        records=runs,
        columns=columns,
        caption=_("Background jobs"),
        query=query,
        link=Run.get_absolute_url,
        target="#rows",
    )


def backup_table(backups: Sequence[Backup], *, query: QueryDict) -> Table[Backup]:
    """Backups as a list, the latest first."""
    columns: list[Column[Backup]] = [
        Column(
            key="made_at", title=_("Taken"), cell=lambda backup: dk_when(backup.made_at), kind="date", phone="title"
        ),
        Column(key="outcome", title=_("Outcome"), cell=_outcome, phone="aside"),
        Column(key="size", title=_("Size"), cell=_size, kind="number", phone="line"),
        Column(key="made_by", title=_("Started by"), cell=_taker, phone="line"),
        Column(key="problem", title=_("Remark"), cell=lambda backup: backup.problem, phone="line"),
        Column(key="file", title=_("File"), cell=_file),
    ]
    return Table(records=backups, columns=columns, caption=_("Backups"), query=query)


def safety_tiles(found: Safety, *, now: datetime) -> list[Tile]:
    """The three things that must be in order: red when they are not."""
    verified, latest, check = found.verified, found.latest, found.check
    is_proven = verified is not None and not verified.is_too_old(now)
    is_checked = check is not None and check.state == RunState.DONE
    return [
        Tile(
            title=_("Last verified restore"),
            value=dk_when(verified.verified_at) if verified else _("never"),
            note=_("It was restored in a trial, and everything was there.")
            if is_proven
            else _("Should be every night."),
            tone="good" if is_proven else "bad",
            icon="shield-lock",
        ),
        Tile(
            title=_("Latest backup"),
            value=dk_when(latest.made_at) if latest else _("never"),
            note=_size(latest) if latest else "",
            tone="" if latest else "bad",
            icon="archive",
        ),
        Tile(
            title=_("Nightly check"),
            value=dk_when(check.ended_at) if check else _("never"),
            note=(check.text if check and check.text else _("Everything holds.")) if check else "",
            tone="good" if is_checked else "bad" if check else "",
            icon="circle-check",
            url=reverse("jobs:run", args=[check.pk]) if check else "",
        ),
    ]


def _outcome(backup: Backup) -> SafeString:
    if backup.size is None:
        tone, text = "bad", _("failed")
    elif backup.problem:
        tone, text = "bad", _("trial went wrong")
    elif backup.is_sound:
        tone, text = "good", _("restored in a trial")
    else:
        tone, text = "neutral", _("not tried")
    return format_html('<span class="tag tag-{}">{}</span>', tone, text)


def _size(backup: Backup) -> str:
    return "" if backup.size is None else str(filesizeformat(backup.size))


def _file(backup: Backup) -> SafeString:
    return format_html('<span title="{}">{}</span>', backup.path, backup.name)


def _taker(backup: Backup) -> str:
    return str(backup.made_by) if backup.made_by else pgettext("started by", "the schedule")


def state_tag(run: Run) -> SafeString:
    """The run's state as a coloured word."""
    state = RunState(run.state)
    return format_html('<span class="tag tag-{}">{}</span>', TONES[state], state.label)


def _share(run: Run) -> str:
    return "" if run.percent is None else f"{run.percent} %"


def _starter(run: Run) -> str:
    return str(run.started_by) if run.started_by else pgettext("started by", "the schedule")
