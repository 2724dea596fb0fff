"""The fixed lists of a contact."""

from collections.abc import Iterable
from itertools import combinations

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Receives(models.TextChoices):
    """What is sent to a contact (Modtager)."""

    QUOTE = "quote", _("quotes")
    ORDER_CONFIRMATION = "order_confirmation", _("order confirmations")
    INVOICE = "invoice", _("invoices")
    STATEMENT = "statement", _("account statements")
    REMINDER = "reminder", _("reminders")
    NEWS = "news", _("newsletters")


def joined(codes: Iterable[str]) -> str:
    """A set of codes as it is stored: in the order of the list, with commas between."""
    chosen = set(codes)
    return ",".join(code for code in Receives.values if code in chosen)


def receivable_sets() -> list[tuple[str, str | Promise]]:
    """Every set there can be, and what it is called: so the stored text reads well wherever it is shown."""
    return [
        (
            joined(each.value for each in chosen),
            format_lazy(", ".join(["{}"] * size), *(each.label for each in chosen)),
        )
        for size in range(1, len(Receives) + 1)
        for chosen in combinations(Receives, size)
    ]
