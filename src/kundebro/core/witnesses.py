"""What a backup notes of the database, so that a restored one can be told from any other."""

from dataclasses import dataclass

from kundebro.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Witness:
    """One value, asked for by a query that both databases understand: the end of a chain, a last number."""

    name: str
    query: str


witnesses = Registry[Witness](key=lambda witness: witness.name)


def register(*, name: str, query: str) -> Witness:
    """Have the value noted in every backup from now on."""
    return witnesses.register(Witness(name=name, query=query))
