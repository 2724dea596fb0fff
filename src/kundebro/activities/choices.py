from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What an activity type stands for to the program; the types themselves are the company's."""

    CALL = "call", pgettext_lazy("activity", "Call")
    MEETING = "meeting", _("Meeting")
    MAIL = "mail", pgettext_lazy("activity", "E-mail")
    NOTE = "note", _("Note")
    TASK = "task", _("Task")
    QUOTE = "quote", _("Quote sent")
    CAMPAIGN = "campaign", _("Campaign")


class Direction(TextChoices):
    """Who called or wrote to whom."""

    IN = "in", _("incoming")
    OUT = "out", _("outgoing")


class Priority(TextChoices):
    """How much an activity matters."""

    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")


class DocumentKind(TextChoices):
    """What a document is to the company."""

    QUOTE = "quote", _("Quote")
    CONTRACT = "contract", _("Contract")
    MINUTES = "minutes", pgettext_lazy("document", "Minutes")
    MAIL = "mail", pgettext_lazy("activity", "E-mail")
    PICTURE = "picture", _("Picture")
    OTHER = "other", _("Other")


class Retention(TextChoices):
    """How long a document is kept."""

    PROSPECT = "prospect", _("as long as the prospect")
    ACCOUNTS = "accounts", _("financial year + 5 years (accounts)")
    CONSENT = "consent", _("as long as the consent + 6 months")


ICONS = [
    ("phone", _("telephone")),
    ("users", _("people")),
    ("mail", _("letter")),
    ("note", _("note")),
    ("circle-check", _("tick")),
    ("file-text", _("document")),
    ("message", _("speech bubble")),
    ("map-pin", _("place")),
    ("clock", _("clock")),
]
"""The signs a type may have; all of them are among the icons that `make` fetches."""
