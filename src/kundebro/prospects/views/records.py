"""How the views get hold of the prospect that an address names."""

from django.shortcuts import get_object_or_404

from kundebro.prospects.models import Prospect
from kundebro.users.models import User


def visible_prospect(user: User, pk: int, *related: str) -> Prospect:
    """The prospect, with the rows it is shown with; 404 for one the user may not see."""
    return get_object_or_404(
        Prospect.objects.visible_to(user).select_related("responsible", "status", *related), pk=pk
    )
