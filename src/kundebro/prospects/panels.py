"""What apps above put on a prospect's card: tabs, and sections behind the buttons at its foot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise

from kundebro.core.registry import Registry
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

Place = Literal["tab", "bottom"]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A title and an address: htmx loads the part behind it into the card; without script it is a page of its own.

    `url_name` takes the prospect's key. `count` is asked once each time the card is shown, so it must be cheap.
    """

    key: str
    title: str | Promise
    url_name: str
    permission: str = ""
    place: Place = "bottom"
    position: int = 100
    icon: str = ""
    count: Callable[[Prospect], int] | None = None

    def url(self, prospect: Prospect) -> str:
        """Where the panel of this prospect is loaded from."""
        return reverse(self.url_name, args=[prospect.pk])


panels = Registry[Panel](key=lambda panel: panel.key, order=lambda panel: panel.position)


def panels_for(user: User, place: Place) -> list[Panel]:
    """The panels of that place which the user may see, in their order."""
    return [
        panel for panel in panels if panel.place == place and (not panel.permission or user.has_perm(panel.permission))
    ]
