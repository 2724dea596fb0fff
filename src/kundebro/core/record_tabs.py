"""Tabs that apps above put on the page of a record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from kundebro.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class RecordTab:
    """A title and an address: htmx loads the part behind it into the page; without script it is a page of its own.

    `url_name` takes the record's key.
    """

    key: str
    title: str | Promise
    url_name: str
    permission: str

    def url(self, pk: int) -> str:
        """Where the tab of this record is loaded from."""
        return reverse(self.url_name, args=[pk])


def record_tabs() -> "Registry[RecordTab]":
    """A registry for the tabs of one kind of record."""
    return Registry(key=lambda tab: tab.key)


def tabs_offered(tabs: Iterable[RecordTab], may: Callable[[str], bool]) -> list[RecordTab]:
    """The tabs whose permission is given."""
    return [tab for tab in tabs if may(tab.permission)]
