"""What the start page shows."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kundebro.core.components import Tile
from kundebro.core.formats import show_count
from kundebro.core.pages import Count, count_of
from kundebro.core.search import searched
from kundebro.jobs.models import Run
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.queries.filters import traits
from kundebro.users.models import User

NEWEST = 8
RUNNING = 5


@dataclass(frozen=True)
class Morning:
    """The start page of one user."""

    tiles: list[Tile]
    newest: list[Prospect]
    incomplete: list[Prospect]
    runs: list[Run]


def morning_of(user: User) -> Morning:
    """My prospects, what is missing on them, the latest ones, and the work that runs."""
    seen = Prospect.objects.active().visible_to(user)
    mine = Prospect.objects.active().filter(responsible=user)
    without_contact_data = mine.filter(~traits["phone"].condition(), ~traits["email"].condition())
    runs = Run.objects.visible_to(user).select_related("started_by").order_by("-pk")[:RUNNING]
    return Morning(
        tiles=[
            _tile(_("My prospects"), mine, "address-book", responsible=user.pk),
            _tile(
                _("Without a next step"),
                mine.filter(next_follow_up_on=None),
                "clock",
                responsible=user.pk,
                lacks="next_follow_up_on",
            ),
            _tile(
                _("Lacking contact data"),
                without_contact_data,
                "phone-off",
                responsible=user.pk,
                lacks=["phone", "email"],
            ),
            _tile(_("All that you see"), seen, "building"),
        ],
        newest=list(seen.select_related("responsible").order_by("-pk")[:NEWEST]),
        incomplete=list(without_contact_data.order_by("-pk")[:NEWEST]),
        runs=list(runs),
    )


def _tile(title: str, prospects: ProspectQuerySet, icon: str, **query: int | str | list[str]) -> Tile:
    url = reverse("prospects:list")
    if query:
        url += "?" + urlencode(query, doseq=True)
    return Tile(title=title, value=_shown(count_of(prospects)), url=url, icon=icon)


def _shown(count: Count) -> str:
    return show_count(count.number, is_exact=count.is_exact)


def found_prospects(user: User, text: str, size: int) -> list[Prospect]:
    """The first prospects the palette offers for a text, archived ones too; the latest when nothing is typed."""
    seen = Prospect.objects.visible_to(user)
    if not text:
        return list(seen.filter(Q(archived_at=None)).order_by("-pk")[:size])
    return list(searched(seen, text).order_by("sort_name", "pk")[:size])
