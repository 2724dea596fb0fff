"""How the views get hold of the activity that an address names."""

from django.shortcuts import get_object_or_404

from kundebro.activities.models import Activity
from kundebro.users.models import User


def visible_activity(user: User, pk: int) -> Activity:
    """The activity with what its page shows; 404 for one the user may not see."""
    shown = Activity.objects.visible_to(user).select_related(
        "prospect", "activity_type", "responsible", "sales_project"
    )
    return get_object_or_404(shown.prefetch_related("contacts"), pk=pk)
