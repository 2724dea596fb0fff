"""What the command palette offers of the prospects."""

from django.db.models import Q

from kundebro.core.search import searched
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


def found_prospects(user: User, text: str, size: int) -> list[Prospect]:
    """The first prospects the palette offers for a text, archived ones too; the latest when nothing is typed."""
    seen = Prospect.objects.visible_to(user)
    if not text:
        return list(seen.filter(Q(archived_at=None)).order_by("-pk")[:size])
    return list(searched(seen, text).order_by("sort_name", "pk")[:size])
