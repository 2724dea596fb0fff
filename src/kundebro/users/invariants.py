"""What must hold of the security log."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import Breach, found, register
from kundebro.users.models import SecurityEvent
from kundebro.users.queries import first_broken_event


def register_invariants() -> None:
    """Everything below."""
    register(id="I-25 security log", title=_("The security log is what was written"), check=security_log)


def security_log() -> Iterator[Breach]:
    """The first line that was altered, or whose predecessor is gone."""
    broken = first_broken_event()
    yield from found(SecurityEvent._meta.label, [broken.pk] if broken else [])
