"""Sentences about an account that stands in the way."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kundebro.ledger.operations import AccountNumberTaken


def number_taken(taken: AccountNumberTaken) -> SafeString:
    """The account number is in use: by whom, with a link."""
    return format_html(
        '{} <a href="{}">{}</a>',
        _("The account number %(number)s is in use:") % {"number": taken.number},
        taken.account.get_absolute_url(),
        _("open %(name)s") % {"name": taken.account.name},
    )
