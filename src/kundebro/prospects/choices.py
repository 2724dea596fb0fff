from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntendedRole(models.TextChoices):
    """What we hope the prospect becomes (Emnetype)."""

    CUSTOMER = "customer", _("customer")
    SUPPLIER = "supplier", _("supplier")
    PARTNER = "partner", _("partner")
    OTHER = "other", _("other")


class CoordinatesSource(models.TextChoices):
    """Where coordinates came from; decides how long and for what they may be used."""

    DAR = "dar", _("the Danish address register")
    GOOGLE = "google", _("Google")
    POSTAL_CODE = "postal_code", _("the postal code")
    MANUAL = "manual", _("typed")


class FieldOwner(models.TextChoices):
    """Where a field that prospect and accounts share is changed; the other side follows."""

    BOTH = "both", _("both")
    CRM = "crm", _("CRM")
    FINANCE = "finance", _("finance")


class Side(models.TextChoices):
    """One of the three records that share details."""

    PROSPECT = "prospect", _("prospect")
    DEBTOR = "debtor", _("debtor")
    CREDITOR = "creditor", _("creditor")


class TransferOutcome(models.TextChoices):
    """What became of a prospect that was to be transferred together with others."""

    WAITING = "waiting", _("waiting")
    CREATED = "created", _("account opened")
    LINKED = "linked", _("linked")
    ALREADY = "already", _("had its account already")
    REFUSED = "refused", _("left out")
    UNDONE = "undone", _("undone")


TRANSFERRED: Final = (TransferOutcome.CREATED, TransferOutcome.LINKED)
