import json
from datetime import UTC
from hashlib import sha256
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.users.choices import SecurityEventKind
from kundebro.users.models.user import User


class SecurityLogIsAppendOnly(Exception):
    """Someone tried to change or remove a line of the security log."""


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    """Refuses to rewrite the log in bulk."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SecurityLogIsAppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise SecurityLogIsAppendOnly


class SecurityEvent(models.Model):
    """One line of the security log, chained to the line before by its digest."""

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False, db_index=True)
    kind = models.CharField(_("event"), max_length=20, choices=SecurityEventKind, editable=False)
    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("user"), related_name="security_events", null=True, editable=False
    )
    text = models.CharField(_("what"), max_length=300, blank=True, editable=False)
    ip_address = models.GenericIPAddressField(_("IP address"), null=True, editable=False)
    previous = models.CharField(max_length=64, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)

    objects = models.Manager.from_queryset(SecurityEventQuerySet)()

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; refuse to rewrite one."""
        if not self._state.adding:
            raise SecurityLogIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SecurityLogIsAppendOnly

    def computed_digest(self) -> str:
        """SHA-256 (hex) over the digest of the line before and everything this line says."""
        said = [
            self.previous,
            self.at.astimezone(UTC).isoformat(),
            self.kind,
            self.user_id,
            self.text,
            self.ip_address,
        ]
        return sha256(json.dumps(said).encode()).hexdigest()
