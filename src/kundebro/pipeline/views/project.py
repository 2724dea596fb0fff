"""The card of one sales project."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.core.components import Action, ShownGroup
from kundebro.core.shortcuts import render_part
from kundebro.history.record_page import RecordPage
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.facts import GROUPS, Group
from kundebro.pipeline.models import SalesProject, Stage, StageChange
from kundebro.pipeline.panels import tabs
from kundebro.pipeline.queries import stage_history
from kundebro.pipeline.tables import stage_tag
from kundebro.pipeline.views.records import visible_project
from kundebro.users.requests import SignedInRequest


@dataclass(frozen=True)
class Step:
    """A stage on the project's way, and how the page shows it."""

    stage: Stage
    is_current: bool
    is_passed: bool


@dataclass(frozen=True)
class Stay:
    """That the project came to a stage, and how many days it stood there."""

    change: StageChange
    days: int


@dataclass(kw_only=True)
class ProjectPage(RecordPage):
    """One sales project as one user sees it."""

    project: SalesProject

    url_name = "pipeline:project"
    foreign = tabs

    @property
    def record(self) -> SalesProject:
        """The page is about it."""
        return self.project

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may correct and move the project."""
        return self.request.user.has_perm("pipeline.change_salesproject")

    @property
    def tag(self) -> str:
        """The stage or the outcome as a coloured word."""
        return stage_tag(self.project)

    @property
    def is_late(self) -> bool:
        """Whether the day it should have been closed has passed."""
        day = self.project.expected_close_on
        return self.project.is_open and day is not None and day < timezone.localdate()

    @property
    def groups(self) -> list[ShownGroup]:
        """All that is known of the project."""
        return [self.shown(group) for group in GROUPS.values()]

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages in use, in their order, and the project's own."""
        every: Any = Stage.objects.order_by("position", "name", "pk")
        return [stage for stage in every if stage.is_active or stage.pk == self.project.stage_id]

    @property
    def line(self) -> list[Step]:
        """The way from the first stage to the last."""
        places = [stage.pk for stage in self.stages]
        here = places.index(self.project.stage_id)
        return [Step(stage, place == here, place < here) for place, stage in enumerate(self.stages)]

    @cached_property
    def stays(self) -> list[Stay]:
        """The stage history, latest first, with the days spent in each."""
        changes = stage_history(self.project)
        ends: list[date] = [self.project.closed_on or timezone.localdate(), *(change.changed_on for change in changes)]
        spans = pairwise(ends)
        return [Stay(change, max((end - start).days, 0)) for change, (end, start) in zip(changes, spans, strict=True)]

    @property
    def actions(self) -> list[Action]:
        """Flere funktioner: move, end, open again."""
        refusal = "" if self.may_edit else _("Your role does not include this.")
        moves = [
            Action(
                title=_("Move to %(stage)s") % {"stage": stage.name},
                url=f"{self._reverse('move')}?stage={stage.pk}&version={self.project.version}",
                icon="arrow-right",
                method="post",
                reason=refusal or self._here(stage),
            )
            for stage in self.stages
            if stage.is_active and not stage.is_closed
        ]
        titles = {
            Outcome.WON: (_("Close as won"), "circle-check"),
            Outcome.LOST: (_("Close as lost"), "circle-x"),
            Outcome.DROPPED: (_("Close as dropped"), "archive"),
        }
        is_closed = "" if self.project.is_open else _("It is closed already. Move it to a stage to open it again.")
        ends = [
            Action(
                title=title,
                url=f"{self._reverse('close')}?outcome={outcome}",
                icon=icon,
                method="dialog",
                reason=refusal or is_closed,
                has_line_above=outcome == Outcome.WON,
            )
            for outcome, (title, icon) in titles.items()
        ]
        return [*moves, *ends]

    def shown(self, group: Group) -> ShownGroup:
        """One group in read view."""
        url = reverse("pipeline:edit", args=[self.project.pk, group.key])
        return ShownGroup(group=group, facts=group.facts(self.project), edit_url=url if self.may_edit else "")

    def _here(self, stage: Stage) -> str:
        is_here = self.project.is_open and stage.pk == self.project.stage_id
        return _("It is there already.") if is_here else ""

    def _reverse(self, name: str) -> str:
        return reverse(f"pipeline:{name}", args=[self.project.pk])


@require_GET
@permission_required("pipeline.view_salesproject", raise_exception=True)
def project(request: SignedInRequest, pk: int) -> HttpResponse:
    """The project's card with one tab open."""
    tab = ProjectPage.tab_asked_for(request.GET.get("tab", ""), request.user)
    page = ProjectPage(request=request, project=visible_project(request.user, pk), tab=tab)
    return render_part(request, "pipeline/project.html", "tab", {"page": page})


@require_GET
@permission_required("pipeline.view_salesproject", raise_exception=True)
def group(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One group of fields in read view, where its form stood."""
    return render_group(request, pk, group_of(key))


def group_of(key: str) -> Group:
    """The group an address names; 404 for others."""
    try:
        return GROUPS[key]
    except KeyError:
        raise Http404 from None


def render_group(request: SignedInRequest, pk: int, wanted: Group, *, is_saved: bool = False) -> HttpResponse:
    """The group in read view; after a change the head of the page comes along."""
    page = ProjectPage(request=request, project=visible_project(request.user, pk))
    context = {"page": page, "group": page.shown(wanted), "is_saved": is_saved}
    return render_part(request, "pipeline/group_page.html", "group", context)
