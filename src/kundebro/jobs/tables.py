from collections.abc import Sequence

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kundebro.core.components import Column, Table
from kundebro.core.templatetags.kundebro import dk_when
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Run
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


def state_tag(run: Run) -> SafeString:
    """The run's state as a coloured word."""
    state = RunState(run.state)
    return format_html('<span class="tag tag-{}">{}</span>', TONES[state], state.label)


def _share(run: Run) -> str:
    return "" if run.percent is None else f"{run.percent} %"


def _starter(run: Run) -> str:
    return str(run.started_by) if run.started_by else pgettext("started by", "the schedule")
