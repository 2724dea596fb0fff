from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.core.encryption import decrypt, encrypt
from kundebro.mail.choices import THIS_MACHINE, Encryption

PURPOSE: Final = b"kundebro.mail.account"
HIGHEST_PORT: Final = 65_535


class MailAccount(models.Model):
    """A mail server that we may hand mail to, and as whom."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(
        _("port"), default=587, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_PORT)]
    )
    encryption = models.CharField(_("encryption"), max_length=10, choices=Encryption, default=Encryption.STARTTLS)
    user_name = models.CharField(_("user name"), max_length=254, blank=True)
    encrypted_password = models.TextField(blank=True, editable=False)
    sender_name = models.CharField(_("sender's name"), max_length=100)
    sender_address = models.EmailField(_("sender's address"))
    is_default = models.BooleanField(_("used when nothing else is chosen"), default=False)

    class Meta:
        verbose_name = _("mail account")
        verbose_name_plural = _("mail accounts")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="mail_account_default"),
            models.CheckConstraint(
                condition=~Q(encryption=Encryption.NONE) | Q(host__in=THIS_MACHINE),
                name="mail_account_encrypted",
                violation_error_message=_("Without encryption the server must be on this machine (localhost)."),
            ),
            models.CheckConstraint(
                condition=Q(encryption__in=Encryption.values), name="mail_account_encryption_known"
            ),
            models.CheckConstraint(condition=Q(port__range=(1, HIGHEST_PORT)), name="mail_account_port"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The account's page."""
        return reverse("mail:account", args=[self.pk])

    @property
    def has_password(self) -> bool:
        """Whether one is kept."""
        return bool(self.encrypted_password)

    @property
    def password(self) -> str:
        """What the server is shown; raises SecretUnreadable."""
        return decrypt(self.encrypted_password, purpose=PURPOSE) if self.encrypted_password else ""

    @password.setter
    def password(self, password: str) -> None:
        self.encrypted_password = encrypt(password, purpose=PURPOSE) if password else ""
