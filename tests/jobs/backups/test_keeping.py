from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kundebro.jobs.backups.keeping import kept, moment_of, name_for

NEWEST = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


def nights(count: int) -> list[datetime]:
    return [NEWEST - timedelta(days=number) for number in range(count)]


def test_a_name_tells_its_moment() -> None:
    assert name_for(NEWEST) == "kundebro-20261126T013000Z.zip"
    assert moment_of(Path("x", name_for(NEWEST))) == NEWEST
    assert moment_of(Path("x", "kundebro-20261126T013000Z.zip.partial")) is None
    assert moment_of(Path("x", "photos.zip")) is None


def test_of_two_years_of_nights_seven_days_five_weeks_and_twelve_months_are_kept() -> None:
    keep = sorted(kept(nights(730)), reverse=True)

    assert keep[:7] == nights(7)
    assert [f"{moment:%d-%m}" for moment in keep[7:]] == [
        "15-11",
        "08-11",
        "01-11",
        "31-10",
        *("30-09", "31-08", "31-07", "30-06", "31-05", "30-04", "31-03", "28-02", "31-01"),
        "31-12",
    ]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_few_are_all_kept(count: int) -> None:
    assert kept(nights(count)) == set(nights(count))


def test_a_day_without_a_backup_takes_no_place() -> None:
    gaps = [NEWEST - timedelta(days=3 * number) for number in range(7)]

    assert kept(gaps) == set(gaps)


def test_of_one_day_the_newest_is_kept_by_the_local_calendar() -> None:
    late = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    early = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # 26-11 in Copenhagen

    assert kept([NEWEST, early, late]) == {NEWEST, late}
