"""What people call a file: text to read, never a path (DOC-1)."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

LONGEST: Final = 200
LONGEST_ENDING: Final = 12
RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
FORBIDDEN: Final = re.compile(r'[<>:"|?*]')


def plain_name(name: str) -> str:
    """The name without folders, without letters one cannot see, as every system can save it; at most 200 letters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if unicodedata.category(letter) in INVISIBLE else letter for letter in last)
    single = " ".join(FORBIDDEN.sub("_", visible).split()).strip(". ")
    if not single:
        return _("Document")
    return shortened(f"_{single}" if RESERVED.fullmatch(single) else single)


def shortened(name: str) -> str:
    """The name at its longest, with its ending."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST].rstrip(". ")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"
