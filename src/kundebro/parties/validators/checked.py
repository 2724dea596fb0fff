"""What every check takes and gives."""

from typing import NamedTuple, Protocol

DENMARK = "DK"


class Checked(NamedTuple):
    """A value as it is stored, with what the user should look at although it may be right."""

    value: str
    warnings: tuple[str, ...] = ()


class Check(Protocol):
    """Read what a user wrote; raise ValidationError where it cannot be right. Empty stays empty."""

    def __call__(self, text: str, country: str = DENMARK, /) -> Checked:
        """Give the value as it is stored; the country is that of the party."""
