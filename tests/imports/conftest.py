"""A small kind of record to import: target groups, by code or by name."""

import pytest

from kundebro.imports.targets import targets
from tests.imports.groups import GROUPS


@pytest.fixture(autouse=True)
def _groups_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(targets._items, GROUPS.name, GROUPS)
