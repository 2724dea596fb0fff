from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, Self

import rules
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import Department
from kundebro.users.choices import WITH_SECOND_FACTOR, Language, Role, Scope, Theme
from kundebro.users.models.by_name import ByName
from kundebro.users.models.team import Team

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class UserQuerySet(models.QuerySet["User"]):
    """Filters over the people of the company."""

    def active(self) -> Self:
        """People who still work here."""
        return self.filter(is_active=True)

    def with_access(self) -> Self:
        """Active people who may sign in."""
        return self.active().filter(may_sign_in=True)

    def administrators(self) -> Self:
        """Administrators who may sign in."""
        return self.with_access().filter(role=Role.ADMINISTRATOR)

    def knowing_second_factor(self) -> Self:
        """Each comes with `has_second_factor`, so that a request need not ask for it."""
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        return self.annotate(has_second_factor=Exists(factors))


class User(ByName, AbstractBaseUser):
    """One person at the company (Bruger, Medarbejder), with or without the right to sign in."""

    email = models.EmailField(_("e-mail"), unique=True)
    initials = models.CharField(_("initials"), max_length=8, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), related_name="users", null=True, blank=True
    )
    team = models.ForeignKey(
        Team, models.PROTECT, verbose_name=_("team"), related_name="members", null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.READER)
    scope = models.CharField(_("sees"), max_length=4, choices=Scope, default=Scope.OWN)
    may_sign_in = models.BooleanField(_("may sign in"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    session_round = models.PositiveIntegerField(default=0, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.DANISH)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    single_key_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    preferences = models.JSONField(default=dict, blank=True, editable=False)
    date_joined = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = models.Manager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta(ByName.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                fields=["initials"],
                condition=~Q(initials=""),
                name="user_initials_once",
                violation_error_message=_("Someone else has these initials."),
            ),
            models.CheckConstraint(condition=Q(initials=Upper(F("initials"))), name="user_initials_upper_case"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="user_email_lower_case"),
            models.CheckConstraint(condition=~Q(email="") & ~Q(name=""), name="user_has_email_and_name"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="user_scope_known"),
        ]

    @property
    def has_access(self) -> bool:
        """Whether the person may be signed in at all."""
        return self.is_active and self.may_sign_in

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether a passkey or codes from an app stand beside the password."""
        return bool(Authenticator.objects.filter(user=self.pk, type__in=SECOND_FACTORS).exists())

    @property
    def lacks_second_factor(self) -> bool:
        """Whether the role asks for a second factor that the person has not set up."""
        return self.role in WITH_SECOND_FACTOR and not self.has_second_factor

    @cached_property
    def teammates(self) -> frozenset[int]:
        """Keys of everyone in the user's team, the user included; read once per user object."""
        if self.team_id is None:
            return frozenset({self.pk})
        return frozenset(User.objects.filter(team=self.team_id).values_list("pk", flat=True)) | {self.pk}

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether a rule grants the right; what no rule names is denied."""
        return self.has_access and rules.has_perm(perm, self, obj)

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        """Whether rules grant all these rights."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def clean(self) -> None:
        """Bring e-mail and initials to the form in which they are stored."""
        self.email = self.normalize_username(self.email.strip()).lower()
        self.initials = self.initials.strip().upper()

    def end_sessions(self) -> None:
        """Begin a new round of sessions: once saved, those open now count for nothing."""
        self.session_round += 1

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's hook for what a session is bound to: the password and the round of sessions."""
        bound_to = f"{self.password}:{self.session_round}"
        return salted_hmac("kundebro.users.session", bound_to, secret=secret, algorithm="sha256").hexdigest()
