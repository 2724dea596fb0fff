"""Where a postal code lies; the whole table is kept in memory, for it is asked at every row of an import."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from kundebro.company.models import PostalCode


class Coordinates(NamedTuple):
    """A point in degrees (WGS84)."""

    latitude: float
    longitude: float


class Town(NamedTuple):
    """What a postal code says."""

    name: str
    coordinates: Coordinates


def towns() -> Mapping[tuple[str, str], Town]:
    """Every town by (country, postal code); the first in the alphabet where a code has several."""
    known = _known_towns()
    if not known:
        _known_towns.cache_clear()
    return known


def town_of(postal_code: str, country: str = "DK") -> str | None:
    """The town's name; None for a code nobody knows."""
    town = towns().get((country, postal_code.strip()))
    return town.name if town else None


def coordinates_of(postal_code: str, country: str = "DK") -> Coordinates | None:
    """The middle of the postal code's area or its town, good for a dot on a map; None for an unknown code."""
    town = towns().get((country, postal_code.strip()))
    return town.coordinates if town else None


@cache
def _known_towns() -> dict[tuple[str, str], Town]:
    rows = PostalCode.objects.order_by("country_id", "code", "-city")
    return {
        (country, code): Town(city, Coordinates(float(latitude), float(longitude)))
        for country, code, city, latitude, longitude in rows.values_list(
            "country_id", "code", "city", "latitude", "longitude"
        )
    }
