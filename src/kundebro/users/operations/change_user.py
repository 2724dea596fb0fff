from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kundebro.users.choices import Role, SecurityEventKind
from kundebro.users.models import Invitation, User
from kundebro.users.operations.log_security_event import security_log

RIGHTS = ("role", "scope", "team", "may_sign_in", "is_active")
CHANGEABLE = frozenset({*RIGHTS, "name", "email", "initials", "phone", "department", "language"})
OWN = frozenset({"name", "phone", "language", "theme", "single_key_shortcuts"})


class LastAdministrator(Exception):
    """Without this administrator nobody could let people in or change their rights."""

    def __str__(self) -> str:
        return _("This is the last administrator who may sign in. Make someone else administrator first.")


class NotChangeable(Exception):
    """The operation does not change these fields."""


def change_user(user: User, changes: Mapping[str, Any], *, by: User) -> User:
    """Change a person's details or rights; who loses access is signed out everywhere at once.

    Raises LastAdministrator, NotChangeable, and ValidationError when the e-mail or the initials are taken.
    """
    with transaction.atomic():
        administrators = _locked_administrators()
        user = User.objects.select_for_update().get(pk=user.pk)
        before = {field: getattr(user, field) for field in RIGHTS}
        _write(user, changes, CHANGEABLE)
        if not (user.has_access and user.role == Role.ADMINISTRATOR) and administrators == {user.pk}:
            raise LastAdministrator
        if not user.has_access:
            user.end_sessions()
            Invitation.objects.filter(user=user).delete()
        user.save()
        changed = [f"{name}: {old} → {new}" for name, old in before.items() if (new := getattr(user, name)) != old]
        if changed:
            security_log(SecurityEventKind.RIGHTS_CHANGED, user=by, text=f"{user.email}: {', '.join(changed)}")
    return user


def change_profile(user: User, changes: Mapping[str, Any]) -> User:
    """Change what people may say about themselves: name, phone, language and how the pages behave."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        _write(user, changes, OWN)
        user.save()
    return user


def deactivate(user: User, *, by: User) -> User:
    """End someone's work here: no access, all sessions over; what they are responsible for stays theirs."""
    return change_user(user, {"is_active": False}, by=by)


def reactivate(user: User, *, by: User) -> User:
    """Let someone back in; sessions from before stay over."""
    return change_user(user, {"is_active": True}, by=by)


def _locked_administrators() -> set[int]:
    """Keys of the administrators, held so that two of them cannot be demoted at the same moment."""
    return set(User.objects.administrators().select_for_update().order_by("pk").values_list("pk", flat=True))


def _write(user: User, changes: Mapping[str, Any], allowed: frozenset[str]) -> None:
    if unknown := changes.keys() - allowed:
        raise NotChangeable(unknown)
    for field, value in changes.items():
        setattr(user, field, value)
    user.full_clean()
