"""How the views get hold of the sales project that an address names."""

from django.shortcuts import get_object_or_404

from kundebro.pipeline.models import SalesProject
from kundebro.users.models import User

SHOWN_WITH = ("prospect", "contact", "stage", "responsible", "source", "lost_reason")


def visible_project(user: User, pk: int) -> SalesProject:
    """The project with what it is shown with; 404 for one the user may not see."""
    return get_object_or_404(SalesProject.objects.visible_to(user).select_related(*SHOWN_WITH), pk=pk)
