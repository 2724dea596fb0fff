"""When two headings are the same word."""

from kundebro.core.danish import fold


def heading_key(heading: str) -> str:
    """The heading without case, accents, blanks and signs: “Postnr.” and “POST-NR” are one."""
    return fold(heading).replace(" ", "")
