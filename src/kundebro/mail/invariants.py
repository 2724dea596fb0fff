"""What must hold of the outbox."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import Breach, found, register
from kundebro.mail.models import OutgoingMail

GRACE: Final = timedelta(minutes=2)
LONGEST_WAIT: Final = timedelta(minutes=15)


def register_invariants() -> None:
    """Everything below; the rest of I-16 is the tables' own constraints."""
    register(id="I-16 sending", title=_("No mail is being sent for ever"), check=leases, is_fast=True)
    register(id="I-18", title=_("No mail that is due lies in the outbox"), check=waiting, is_fast=True)


def leases() -> Iterator[Breach]:
    """Mails whose sender is gone and that nobody was told of."""
    abandoned = OutgoingMail.objects.abandoned(timezone.now() - GRACE).order_by("pk")
    yield from found(OutgoingMail._meta.label, abandoned.values_list("pk", flat=True))


def waiting() -> Iterator[Breach]:
    """Mails that should have gone a quarter of an hour ago: there is no account, or no sender runs."""
    late = OutgoingMail.objects.due(timezone.now() - LONGEST_WAIT)
    yield from found(OutgoingMail._meta.label, late.values_list("pk", flat=True))
