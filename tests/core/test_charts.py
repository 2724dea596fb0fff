"""Bars on the server."""

import pytest

from kundebro.core import charts


def test_a_picture_of_many_shows_the_largest_in_the_order_they_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "MOST", 3)

    assert charts.largest([4, 1, 9, 2, 7], abs) == [4, 9, 7]
    assert charts.largest([2, 1, 3], abs) == [2, 1, 3]


def test_a_bar_ends_at_its_share_of_the_longest_and_never_outside() -> None:
    assert [charts.place_of(value, 200) for value in (-5, 0, 50, 200, 900)] == [0, 0, 250, 1000, 1000]
    assert charts.place_of(5, 0) == 0
