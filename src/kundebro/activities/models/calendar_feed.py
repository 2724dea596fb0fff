from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.users.models import Team
from kundebro.users.tokens import hash_of


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Finds feeds by the token in their address."""

    def behind(self, token: str) -> Self:
        """The one behind the address, while its owner has access."""
        return self.filter(token_hash=hash_of(token), owner__is_active=True, owner__may_sign_in=True)


class CalendarFeed(models.Model):
    """A secret address at which calendar programs read what its owner, or a team as its owner sees it, has to do."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("owner"), related_name="calendar_feeds"
    )
    team = models.ForeignKey(
        Team, models.CASCADE, verbose_name=_("team"), null=True, blank=True, related_name="+", db_index=False
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, editable=False)
    digest = models.CharField(max_length=64, default="", editable=False)
    digest_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(CalendarFeedQuerySet)()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(team=None), name="calendar_feed_of_owner_once"),
            models.UniqueConstraint(fields=["owner", "team"], name="calendar_feed_of_team_once"),
        ]

    def __str__(self) -> str:
        return str(self.team or self.owner)
