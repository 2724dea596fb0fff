"""The states of a mail, and how the way to a mail server is kept private."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    """Where an outgoing mail stands (CAM-1)."""

    QUEUED = "queued", pgettext_lazy("mail", "waiting")
    SENDING = "sending", pgettext_lazy("mail", "being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "failed")
    UNCERTAIN = "uncertain", pgettext_lazy("mail", "uncertain")


UNDER_WAY = (MailState.QUEUED, MailState.SENDING)
"""What still moves by itself."""


class Encryption(models.TextChoices):
    """How the connection to a mail server is encrypted; without it only on this machine (security.md 12)."""

    STARTTLS = "starttls", _("STARTTLS (usually port 587)")
    TLS = "tls", _("TLS from the start (usually port 465)")
    NONE = "none", _("none – only for a server on this machine")


THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
