from datetime import datetime, timedelta
from typing import Final, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.mail.choices import UNDER_WAY, MailState
from kundebro.mail.models.account import MailAccount
from kundebro.users.models import User

LEASE: Final = timedelta(minutes=10)
"""So long a sender may take over one mail: ten answers of a server at 30 seconds each, and as much again."""

DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 120, 360, 1440))
"""How long to wait after each attempt that the server put off; after one more the mail has failed (F-22)."""


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Filters over the outbox."""

    def due(self, now: datetime) -> Self:
        """What may be sent now, the longest waiting first."""
        return self.filter(state=MailState.QUEUED, next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def abandoned(self, now: datetime) -> Self:
        """What a sender took and never told the end of."""
        return self.filter(state=MailState.SENDING, lease_until__lt=now)


class OutgoingMail(models.Model):
    """One mail to one address, from the moment it was written until it was sent, failed, or nobody knows (CAM-1)."""

    account = models.ForeignKey(
        MailAccount, models.PROTECT, verbose_name=_("mail account"), related_name="+", null=True
    )
    to_address = models.EmailField(_("to"))
    to_name = models.CharField(_("name"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=255, unique=True)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", null=True)
    about_id = models.PositiveBigIntegerField(null=True)
    queued_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("written by"), related_name="+", null=True)
    queued_at = models.DateTimeField(_("written"))
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    refusals = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    problem = models.CharField(_("answer of the mail server"), max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = models.Manager.from_queryset(OutgoingMailQuerySet)()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outgoing_mail_state_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="outgoing_mail_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENDING, lease_until__isnull=False)
                | (~Q(state=MailState.SENDING) & Q(lease_until__isnull=True)),
                name="outgoing_mail_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.QUEUED, next_attempt_at__isnull=False)
                | (~Q(state=MailState.QUEUED) & Q(next_attempt_at__isnull=True)),
                name="outgoing_mail_due_while_queued",
            ),
            models.CheckConstraint(condition=~Q(key="") & ~Q(message_id=""), name="outgoing_mail_has_identity"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state=MailState.QUEUED), name="outgoing_mail_due"),
            models.Index(fields=["lease_until"], condition=Q(state=MailState.SENDING), name="outgoing_mail_leased"),
            models.Index(F("state"), F("id").desc(), name="outgoing_mail_by_state"),
            models.Index(fields=["about_type", "about_id"], name="outgoing_mail_about"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The mail's page in the outbox."""
        return reverse("mail:mail", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        """Whether it will move on by itself."""
        return self.state in UNDER_WAY

    @property
    def is_uncertain(self) -> bool:
        """Whether nobody knows if it was sent, and a person must say what is to be done."""
        return self.state == MailState.UNCERTAIN

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a person may put it back in the queue."""
        return self.state in (MailState.FAILED, MailState.UNCERTAIN)

    def delay_before_next_attempt(self) -> timedelta | None:
        """How long to wait after one more refusal; None when there have been enough."""
        return DELAYS[self.refusals] if self.refusals < len(DELAYS) else None
