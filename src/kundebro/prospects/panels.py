"""What apps above put on a prospect's card and into the list: tabs, sections, the next step, deeds with what is ticked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise

from kundebro.core.registry import Registry
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

Place = Literal["tab", "bottom", "top"]


@dataclass(frozen=True)
class BriefLine:
    """One thing in a few words, with where it stands and what is grey beside it."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Brief:
    """What an app above knows of a prospect, in a few lines; `url` opens all of it."""

    title: str | Promise
    url: str
    lines: Sequence[BriefLine]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A title and an address: htmx loads the part behind it into the card; without script it is a page of its own.

    `url_name` takes the prospect's key. `count` is asked once each time the card is shown, so it must be cheap. `briefly`
    tells the most important of several prospects at once, by key: where they stand side by side. What has its place at
    the top stands above the tabs, on all of them, while its count is not 0. `is_beside` lets a tab stand with the notes
    too, and to the right of the first tab where the screen is wide.
    """

    key: str
    title: str | Promise
    url_name: str
    permission: str = ""
    place: Place = "bottom"
    position: int = 100
    is_beside: bool = False
    icon: str = ""
    count: Callable[[Prospect], int] | None = None
    briefly: Callable[[Collection[int], User], Mapping[int, Sequence[BriefLine]]] | None = None

    def url(self, prospect: Prospect) -> str:
        """Where the panel of this prospect is loaded from."""
        return reverse(self.url_name, args=[prospect.pk])


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """What is to be done next with a prospect: where it is shown and finished, and where another one is planned."""

    text: str = ""
    url: str = ""
    icon: str = ""
    finish_url: str = ""
    plan_url: str = ""


class NextStepOf:
    """The app above that knows what comes next says so here; without one the card shows the day alone."""

    def __init__(self) -> None:
        self._of: Callable[[Prospect, User], ShownStep] = lambda _prospect, _user: ShownStep()

    def register(self, of: Callable[[Prospect, User], ShownStep]) -> None:
        """Let the card ask this."""
        self._of = of

    def __call__(self, prospect: Prospect, user: User) -> ShownStep:
        """What comes next on the prospect, as the user may see it."""
        return self._of(prospect, user)


next_step = NextStepOf()


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What an app above does with the prospects ticked in the list; its address is sent the selection and asks first."""

    key: str
    title: str | Promise
    url_name: str
    permission: str
    icon: str = ""
    position: int = 100


deeds = Registry[Deed](key=lambda deed: deed.key, order=lambda deed: deed.position)
panels = Registry[Panel](key=lambda panel: panel.key, order=lambda panel: panel.position)


def panels_for(user: User, place: Place) -> list[Panel]:
    """The panels of that place which the user may see, in their order."""
    return [
        panel for panel in panels if panel.place == place and (not panel.permission or user.has_perm(panel.permission))
    ]


def briefs_of(prospects: Collection[Prospect], user: User) -> dict[int, list[Brief]]:
    """By prospect: what the panels that the user may see tell of it in a few lines."""
    keys = [prospect.pk for prospect in prospects]
    found: dict[int, list[Brief]] = {key: [] for key in keys}
    for panel in panels_for(user, "bottom"):
        told = panel.briefly(keys, user) if panel.briefly else None
        for prospect in prospects if told is not None else ():
            url = f"{prospect.get_absolute_url()}?panel={panel.key}"
            found[prospect.pk].append(Brief(panel.title, url, (told or {}).get(prospect.pk, ())))
    return found
