"""What the pages of records with facts, tabs of apps above and a history have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from kundebro.core.components import Tab
from kundebro.core.record_tabs import RecordTab, tabs_offered
from kundebro.history.queries import Episode, story_of
from kundebro.history.queries.story import SHOWN
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

FACTS: Final = "facts"
HISTORY: Final = "history"


class WithHistory:
    """A page that tells the history of its record."""

    @property
    def record(self) -> models.Model:
        """What the page is about."""
        raise NotImplementedError

    @cached_property
    def episodes(self) -> list[Episode]:
        """The history, latest first."""
        return story_of(self.record)

    @property
    def has_more_episodes(self) -> bool:
        """Whether the history goes on."""
        return len(self.episodes) == SHOWN

    @property
    def content_type(self) -> int:
        """How the history's own address names the kind of record."""
        return int(ContentType.objects.get_for_model(self.record).pk)


@dataclass(kw_only=True)
class RecordPage(WithHistory):
    """One record as one user sees it: its facts, what apps above add, and its history."""

    request: SignedInRequest
    tab: str = FACTS

    url_name: ClassVar[str]
    """The page's own address, which takes the record's key."""

    foreign: ClassVar[Iterable[RecordTab]]
    """The tabs that apps above have registered."""

    @classmethod
    def tab_asked_for(cls, wanted: str, user: User) -> str:
        """The tab that an address names, if this user has it; else the facts."""
        return wanted if wanted in {HISTORY, *(tab.key for tab in tabs_offered(cls.foreign, user.has_perm))} else FACTS

    @property
    def is_history(self) -> bool:
        """Whether the open tab tells the history."""
        return self.tab == HISTORY

    @property
    def tabs(self) -> list[Tab]:
        """Facts, what apps above add, and history."""
        own = [(FACTS, _("Details")), *((tab.key, tab.title) for tab in self.offered), (HISTORY, _("History"))]
        url = reverse(self.url_name, args=[self.record.pk])
        return [
            Tab(key=key, title=title, url=url if key == FACTS else f"{url}?tab={key}", is_current=key == self.tab)
            for key, title in own
        ]

    @cached_property
    def offered(self) -> list[RecordTab]:
        """The tabs of apps above that the user may see."""
        return tabs_offered(self.foreign, self.request.user.has_perm)

    @property
    def foreign_tab(self) -> RecordTab | None:
        """The open tab when it belongs to an app above."""
        return next((tab for tab in self.offered if tab.key == self.tab), None)

    @property
    def foreign_tab_url(self) -> str:
        """Where that tab is loaded from."""
        return self.foreign_tab.url(self.record.pk) if self.foreign_tab else ""
