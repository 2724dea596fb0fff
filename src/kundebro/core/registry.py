"""Where apps above plug something into an app below."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


class AlreadyRegistered(ValueError):
    """Two items asked for the same key."""


class UnknownKey(LookupError):
    """Nothing is registered under the key."""


class Registry(Generic[Item]):
    """Items of one kind by key, iterated in the order of `order` and then of registration."""

    def __init__(self, *, key: Callable[[Item], str], order: Callable[[Item], Any] | None = None) -> None:
        self._key = key
        self._order = order
        self._items: dict[str, Item] = {}

    def register(self, item: Item) -> Item:
        """Add the item; raises AlreadyRegistered when its key is taken."""
        key = self._key(item)
        if key in self._items:
            raise AlreadyRegistered(key)
        self._items[key] = item
        if self._order is not None:
            order = self._order
            self._items = dict(sorted(self._items.items(), key=lambda pair: order(pair[1])))
        return item

    def __getitem__(self, key: str) -> Item:
        try:
            return self._items[key]
        except KeyError:
            raise UnknownKey(key) from None

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)
