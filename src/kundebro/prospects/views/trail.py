"""The list one came from travels along in the address of the card: for previous and next, and for the way back."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import ProspectFilter, neighbours_of
from kundebro.users.models import User

LONGEST = 1500


@dataclass(frozen=True)
class Trail:
    """The query string of the list, and the card's place in it as far as it is known."""

    list: str | None
    at: int | None = None
    of: int | None = None

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        """The trail in the address; anything odd in it is left out."""
        text = request.GET.get("list")
        if text is None or len(text) > LONGEST or "\0" in text:
            return cls(None)
        return cls(text, _number(request, "at"), _number(request, "of"))

    def query(self, *, at: int | None = None, **more: str) -> str:
        """The query string for another page about the same prospect, or with `at` for a neighbour's card."""
        place = self.at if at is None else at
        known = {"list": self.list, "at": place, "of": self.of} if self.list is not None else {}
        parameters = {name: value for name, value in {**more, **known}.items() if value not in (None, "")}
        if self.list == "":
            parameters["list"] = ""
        return f"?{urlencode(parameters)}" if parameters else ""

    @property
    def list_url(self) -> str:
        """The way back to the list as it stood."""
        return f"{reverse('prospects:list')}?{self.list}" if self.list else reverse("prospects:list")

    def neighbours(self, prospect: Prospect, *, seen_by: User, tab: str) -> tuple[str, str]:
        """The addresses of the cards before and after; empty without a list, and at its ends."""
        if self.list is None:
            return "", ""
        query = QueryDict(self.list)
        before, after = neighbours_of(
            prospect, wanted=ProspectFilter(query), seen_by=seen_by, sort=query.get("sort", "name")
        )
        return self._card(before, -1, tab), self._card(after, 1, tab)

    def _card(self, pk: int | None, step: int, tab: str) -> str:
        if pk is None:
            return ""
        at = None if self.at is None else max(self.at + step, 1)
        return reverse("prospects:card", args=[pk]) + self.query(at=at, tab=tab)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < len("1000000000") else None
