"""The fixed lists of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Policy(models.TextChoices):
    """When a column's value goes into a record that exists already; an empty cell never does."""

    ALWAYS = "always", pgettext_lazy("import column", "Always")
    IF_EMPTY = "if_empty", pgettext_lazy("import column", "If empty")
    NEVER = "never", pgettext_lazy("import column", "Never")


class Outcome(models.TextChoices):
    """What becomes of a row."""

    CREATED = "created", pgettext_lazy("import row", "new")
    UPDATED = "updated", pgettext_lazy("import row", "changed")
    UNCHANGED = "unchanged", pgettext_lazy("import row", "unchanged")
    REFUSED = "refused", pgettext_lazy("import row", "refused")


class Level(models.TextChoices):
    """How serious a remark about a row is."""

    WARNING = "warning", _("warning")
    ERROR = "error", _("error")


class Separator(models.TextChoices):
    """What stands between the cells of a text file, under names that a form can send."""

    SEMICOLON = "semicolon", _("semicolon")
    COMMA = "comma", _("comma")
    TAB = "tab", _("tab stop")
    PIPE = "pipe", _("vertical bar")

    @property
    def sign(self) -> str:
        """The character itself."""
        return SIGNS[self]

    @classmethod
    def of(cls, sign: str) -> "Separator":
        """The name of the character."""
        return next(name for name, known in SIGNS.items() if known == sign)


SIGNS = {Separator.SEMICOLON: ";", Separator.COMMA: ",", Separator.TAB: "\t", Separator.PIPE: "|"}


class Encoding(models.TextChoices):
    """The encodings of text files, as people know them."""

    UTF8 = "utf-8-sig", "UTF-8"
    CP1252 = "cp1252", _("Windows (Western European)")
    CP850 = "cp850", _("DOS (code page 850)")
    MAC_ROMAN = "mac_roman", _("Macintosh, before 2001")
    UTF16 = "utf-16", "UTF-16"
    UTF16_LE = "utf-16-le", _("UTF-16, little-endian")
    UTF16_BE = "utf-16-be", _("UTF-16, big-endian")
    UTF32 = "utf-32", "UTF-32"
