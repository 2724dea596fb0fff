"""What must hold of prospects."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import number_key
from kundebro.core.verify import CHUNK, Breach, found, register
from kundebro.prospects.models import Prospect


def register_invariants() -> None:
    """Everything below."""
    register(id="I-11", title=_("Each account number is given once"), check=numbers)
    register(
        id="I-12 prospects",
        title=_("An archived prospect's accounts are archived"),
        check=archived_with_their_accounts,
        is_fast=True,
    )


def numbers() -> Iterator[Breach]:
    """Numbers that two prospects have, and numbers kept in another spelling than the one they are compared in."""
    twice = Prospect.objects.values("number_key").annotate(n=Count("pk")).filter(n__gt=1).order_by("number_key")
    yield from found(Prospect._meta.label, twice.values_list("number_key", flat=True))
    rows = Prospect.objects.order_by("pk").values_list("pk", "number", "number_key").iterator(chunk_size=CHUNK)
    yield from found(Prospect._meta.label, (pk for pk, number, key in rows if number_key(number) != key))


def archived_with_their_accounts() -> Iterator[Breach]:
    """Archived prospects with an account in use, which may come to owe something."""
    yield from found(Prospect._meta.label, Prospect.objects.stranded().order_by("pk").values_list("pk", flat=True))
