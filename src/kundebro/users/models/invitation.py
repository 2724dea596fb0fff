from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.users.models.user import User
from kundebro.users.tokens import hash_of

LASTS = timedelta(hours=24)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Finds invitations by the token in their link."""

    def valid(self, token: str, *, now: datetime) -> Self:
        """The one behind the link, while it can be used."""
        return self.filter(token_hash=hash_of(token), made_at__gt=now - LASTS)


class Invitation(models.Model):
    """A link that lets one person choose a password once; without a user it makes the first administrator."""

    user = models.OneToOneField(
        User, models.CASCADE, verbose_name=_("user"), related_name="invitation", null=True, blank=True
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    objects = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return str(self.user or _("the first administrator"))
