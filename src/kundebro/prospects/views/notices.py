"""Sentences about a prospect that stands in the way, with a link where the user may see it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kundebro.prospects.models import Prospect
from kundebro.users.models import User


def number_taken(number: str, holder: Prospect | None, *, seen_by: User) -> str | SafeString:
    """The account number is in use: by whom, when the user may know."""
    if holder is None or not Prospect.objects.visible_to(seen_by).filter(pk=holder.pk).exists():
        return _("The account number %(number)s is in use.") % {"number": number}
    return format_html(
        '{} <a href="{}">{}</a>',
        _("The account number %(number)s is in use:") % {"number": number},
        holder.get_absolute_url(),
        _("open %(name)s") % {"name": holder.name},
    )


def may_be_same(other: Prospect, reason: str, *, is_visible: bool) -> str | SafeString:
    """Another prospect that shares something with this one, and what."""
    said = reason[:1].upper() + reason[1:]
    if not is_visible:
        return _("%(reason)s as a prospect that you cannot see.") % {"reason": said}
    return format_html(
        '{} <a href="{}">{}</a>', _("%(reason)s as") % {"reason": said}, other.get_absolute_url(), other
    )
