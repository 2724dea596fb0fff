from datetime import datetime, time, timedelta
from typing import Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.mail.kinds import NotificationKind, kinds
from kundebro.mail.models.outgoing import OutgoingMail
from kundebro.users.models import User

DIGEST_HOURS: Final = range(5, 12)
USUAL_DIGEST_HOUR: Final = 7


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Filters over notifications."""

    def of(self, user: User) -> Self:
        """The user's own: nobody sees anyone else's."""
        return self.filter(user=user)

    def unread(self) -> Self:
        """Those that were not looked at."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something one person should know, and the page (a path) where it is."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    text = models.CharField(_("text"), max_length=300)
    url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("time"))
    read_at = models.DateTimeField(_("read"), null=True)

    objects = models.Manager.from_queryset(NotificationQuerySet)()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="notification_once"),
        ]
        indexes = [
            models.Index(F("user"), F("id").desc(), name="notification_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def shown_kind(self) -> NotificationKind | None:
        """Its kind; None when the app that knew it is gone."""
        return next((kind for kind in kinds if kind.key == self.kind), None)


class NotificationSettings(models.Model):
    """How one person wants to be told."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="notification_settings")
    gets_digest = models.BooleanField(_("morning overview by e-mail"), default=True)
    digest_hour = models.PositiveSmallIntegerField(
        _("at"), choices=[(hour, f"{hour}.00") for hour in DIGEST_HOURS], default=USUAL_DIGEST_HOUR
    )
    gets_mail_at_once = models.BooleanField(_("an e-mail for each notification"), default=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notification_settings_quiet_hours_whole",
                violation_error_message=_("Write both when the quiet hours begin and when they end."),
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__range=(DIGEST_HOURS[0], DIGEST_HOURS[-1])),
                name="notification_settings_digest_in_the_morning",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def may_be_told_at(self, now: datetime) -> datetime:
        """Now, or when the quiet hours end that it is in (wall-clock times; they may go past midnight)."""
        local = timezone.localtime(now)
        if self.quiet_from is None or self.quiet_until is None or not self._is_quiet(local.time()):
            return now
        is_tomorrow = local.time() >= self.quiet_until
        end = datetime.combine(local.date() + timedelta(days=is_tomorrow), self.quiet_until)
        return timezone.make_aware(end)

    def _is_quiet(self, moment: time) -> bool:
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until


class MorningDigest(models.Model):
    """That one person's digest of a day was made; its uniqueness makes two schedulers send one.

    Without a mail there was nothing to say.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = "morning digest"
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="morning_digest_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.day}"
