"""Every postal code lies on land.

land.csv holds the coast of Denmark from Natural Earth 1:10m (public domain), thinned to 1 km, and seventeen small islands
that it leaves out, as points.
"""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from kundebro.company.data.places import postal_code_rows

KM_PER_DEGREE = 111.2
Point = tuple[float, float]

CODES: dict[str, tuple[str, Point]] = {
    row["code"]: (row["city"], (float(row["latitude"]), float(row["longitude"]))) for row in postal_code_rows()
}


def read_land() -> list[list[Point]]:
    pieces: dict[str, list[Point]] = {}
    with (Path(__file__).parent / "land.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            pieces.setdefault(row["piece"], []).append((float(row["latitude"]), float(row["longitude"])))
    return list(pieces.values())


LAND = read_land()


def in_km(point: Point, around: Point) -> Point:
    north = KM_PER_DEGREE * (point[0] - around[0])
    return north, KM_PER_DEGREE * math.cos(math.radians(around[0])) * (point[1] - around[1])


def sides(piece: list[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(piece, [*piece[1:], piece[0]], strict=True)


def distance_to_land(point: Point) -> float:
    return min(distance_to_piece(point, piece) for piece in LAND)


def distance_to_piece(point: Point, piece: list[Point]) -> float:
    seen = [in_km(corner, point) for corner in piece]
    is_inside = sum(crosses_east(start, end) for start, end in sides(seen)) % 2 == 1
    return 0.0 if is_inside else min(distance_to_side(start, end) for start, end in sides(seen))


def crosses_east(start: Point, end: Point) -> bool:
    return (start[0] > 0) != (end[0] > 0) and start[1] - start[0] * (end[1] - start[1]) / (end[0] - start[0]) > 0


def distance_to_side(start: Point, end: Point) -> float:
    north, east = end[0] - start[0], end[1] - start[1]
    length = north * north + east * east
    share = max(0.0, min(1.0, -(start[0] * north + start[1] * east) / length)) if length else 0.0
    return math.hypot(start[0] + share * north, start[1] + share * east)


def test_every_code_lies_within_five_kilometres_of_land() -> None:
    at_sea = {code: round(km) for code, (_city, point) in CODES.items() if (km := distance_to_land(point)) > 5}

    assert at_sea == {}


@pytest.mark.parametrize(
    ("code", "point"),
    [
        ("6950", (56.2010, 4.0746)),
        ("6854", (55.7198, 4.4359)),
        ("9800", (57.7023, 9.2956)),
        ("4792", (54.7375, 12.5255)),
    ],
)
def test_the_places_the_source_gave_would_be_found_out(code: str, point: Point) -> None:
    assert distance_to_land(point) > 20, code


@pytest.mark.parametrize(
    ("code", "city", "point"),
    [
        ("5970", "Ærøskøbing", (54.888, 10.411)),
        ("6950", "Ringkøbing", (56.090, 8.244)),
        ("6960", "Hvide Sande", (56.000, 8.127)),
        ("6854", "Henne", (55.733, 8.222)),
        ("7680", "Thyborøn", (56.698, 8.212)),
        ("7700", "Thisted", (56.955, 8.694)),
        ("7730", "Hanstholm", (57.117, 8.617)),
        ("9800", "Hjørring", (57.464, 9.982)),
        ("8305", "Samsø", (55.860, 10.610)),
        ("9940", "Læsø", (57.270, 11.000)),
        ("3700", "Rønne", (55.101, 14.706)),
        ("8592", "Anholt", (56.705, 11.560)),
        ("0999", "København C", (55.659, 12.589)),
        ("2860", "Søborg", (55.736, 12.494)),
        ("8000", "Aarhus C", (56.157, 10.207)),
    ],
)
def test_known_towns_lie_where_they_lie(code: str, city: str, point: Point) -> None:
    name, found = CODES[code]

    assert name == city
    assert math.hypot(*in_km(found, point)) < 4


def test_codes_have_four_digits_and_a_town() -> None:
    assert [code for code, (city, _point) in CODES.items() if len(code) != 4 or not code.isdigit() or not city] == []


def test_the_table_is_whole() -> None:
    assert len(CODES) == 1090
