"""The policy as two tables: `matrix.csv` says what an address asks for, `rights.csv` who has which right."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from kundebro.users.choices import Role
from tests.authorization.people import OWN, STRANGERS, TEAMMATES, Person

HERE = Path(__file__).parent
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ANY = "*"
PUBLIC, LOGIN = "public", "login"
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Row:
    """What an address asks for with one method, or with any (`*`, for pages of libraries)."""

    route: str
    method: str
    policy: str
    scope: str
    object: str
    arguments: dict[str, str]

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose things are tried at this address."""
        return {
            "responsible": (OWN, TEAMMATES, STRANGERS),
            "starter": (OWN, STRANGERS),
            "owner": (OWN, STRANGERS),
        }.get(self.scope, (OWN,))

    def allows(self, person: Person) -> bool:
        """Whether the person has the right that is asked for, whatever the object."""
        if self.policy == PUBLIC:
            return True
        if self.policy == LOGIN or not person.has_access:
            return person.has_access
        assert person.role is not None
        return person.role in rights()[self.policy]

    def url(self, thing: dict[str, Any]) -> str:
        """The address of the thing."""
        values = {**self.arguments, **thing}
        return "/" + ARGUMENT.sub(lambda match: str(values[match[1] or match[2]]), self.route).strip("^$").replace(
            "/^", "/"
        )


@cache
def matrix() -> dict[str, dict[str, Row]]:
    """The rows by route and method."""
    found: dict[str, dict[str, Row]] = {}
    with (HERE / "matrix.csv").open(newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            arguments = dict(pair.split("=", 1) for pair in line.pop("arguments").split())
            row = Row(**line, arguments=arguments)
            assert row.method not in found.setdefault(row.route, {}), f"{row.route} {row.method} stands twice"
            found[row.route][row.method] = row
    return found


@cache
def rights() -> dict[str, frozenset[Role]]:
    """The roles that have each right."""
    with (HERE / "rights.csv").open(newline="") as file:
        return {
            line.pop("right"): frozenset(Role(role) for role, answer in line.items() if answer == "yes")
            for line in csv.DictReader(file, delimiter=";")
        }


def asked(route: str, method: str) -> Row | None:
    """The row behind a method; HEAD asks for what GET asks for. None when the address does not know the method."""
    rows = matrix()[route]
    return rows.get("GET" if method == "HEAD" else method) or rows.get(ANY)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route of the program, allauth's too."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)
