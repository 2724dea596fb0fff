"""Amounts as pages show them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kundebro.core.formats import MINUS
from kundebro.core.money import Money


def shown_amount(amount: Money) -> str | SafeString:
    """`1.234,50 kr.`; red and with a minus sign when it is negative."""
    text = amount.format()
    return format_html('<span class="negative">{}</span>', text) if text.startswith(MINUS) else text
