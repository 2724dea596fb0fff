"""The sales projects on a prospect's card: the section behind the button Salgsprojekter."""

from typing import Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from kundebro.core.money import Money
from kundebro.core.shortcuts import render_part
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.queries import projects_of
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

FEW: Final = 5


class Section:
    """The projects of one prospect as one user sees them."""

    def __init__(self, request: SignedInRequest, prospect: Prospect) -> None:
        self.request = request
        self.prospect = prospect
        self.add_url = f"{reverse('pipeline:add')}?prospect={prospect.pk}"

    @cached_property
    def everyone(self) -> list[SalesProject]:
        """All of them, the closed ones last."""
        return projects_of(self.prospect, seen_by=self.request.user)

    @property
    def shown(self) -> list[SalesProject]:
        """The first few, or all when asked for."""
        return self.everyone if self.shows_all else self.everyone[:FEW]

    @property
    def shows_all(self) -> bool:
        """Whether nothing is left out."""
        return len(self.everyone) <= FEW or "all" in self.request.GET

    @property
    def open(self) -> list[SalesProject]:
        """Those still worked on."""
        return [project for project in self.everyone if project.is_open]

    @property
    def quoted(self) -> Money:
        """What is quoted in the open ones."""
        return Money(sum(project.quote_ore or 0 for project in self.open))

    @property
    def weighted(self) -> Money:
        """What that is worth."""
        return Money(sum(project.weighted_ore for project in self.open))


@require_GET
@permission_required("pipeline.view_salesproject", raise_exception=True)
def panel(request: SignedInRequest, prospect: int) -> HttpResponse:
    """The section, in the card or as a page of its own."""
    section = Section(request, visible_prospect(request.user, prospect))
    return render_part(request, "pipeline/panel.html", "panel", {"section": section})
