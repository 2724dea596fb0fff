"""Roles, record scopes and the other fixed lists of a user."""

from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user does at the company; the rights follow from it."""

    ADMINISTRATOR = "administrator", _("administrator")
    SALES_MANAGER = "sales_manager", _("sales manager")
    SELLER = "seller", _("seller")
    MARKETING = "marketing", _("marketing")
    BOOKKEEPER = "bookkeeper", _("bookkeeper")
    READER = "reader", _("reader")


class Scope(models.TextChoices):
    """Whose records a user sees."""

    OWN = "own", _("own records")
    TEAM = "team", _("the team's records")
    ALL = "all", _("all records")


SCOPE_OF_ROLE = MappingProxyType({role: Scope.OWN if role is Role.SELLER else Scope.ALL for role in Role})

WITH_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.BOOKKEEPER})
"""The roles that must have one: they reach people's rights, or the money (security.md 6.3.2)."""


class Language(models.TextChoices):
    """The languages Kundebro speaks, each named in itself."""

    DANISH = "da", "Dansk"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    """Light or dark pages; auto follows the device."""

    AUTO = "auto", _("as the device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class SecurityEventKind(models.TextChoices):
    """What the security log tells of."""

    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    SIGNED_OUT = "signed_out", _("signed out")
    DENIED = "denied", _("denied")
    RIGHTS_CHANGED = "rights_changed", _("rights changed")
    SIGN_IN_CHANGED = "sign_in_changed", _("sign-in details changed")
    EXPORTED = "exported", _("exported")
