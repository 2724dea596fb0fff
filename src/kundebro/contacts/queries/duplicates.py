"""Who somebody met at a fair may already be: a prospect like it, or the company of a contact with the same mail or phone."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kundebro.contacts.models import Contact
from kundebro.core.search import holds
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import Duplicate, duplicates_of
from kundebro.users.models import User

SHOWN = 3


def known_as(values: Mapping[str, Any], *, seen_by: User) -> list[Duplicate]:
    """The prospects that may be the same, the surest reason first; contacts are asked too."""
    found = duplicates_of(values, seen_by=seen_by)
    condition = Q()
    if email := values.get("email"):
        condition |= Q(email=email)
    if phone := values.get("phone"):
        condition |= holds("phone", phone) | holds("mobile", phone)
    if condition:
        known = {duplicate.prospect.pk for duplicate in found}
        people = Contact.objects.active().filter(condition).exclude(prospect__in=known).select_related("prospect")
        sites = {contact.prospect_id: contact.prospect for contact in people[:SHOWN]}
        seen = set(Prospect.objects.visible_to(seen_by).filter(pk__in=sites).values_list("pk", flat=True))
        reason = _("a contact there has the same mail or phone")
        found += [Duplicate(prospect, reason, pk in seen) for pk, prospect in sites.items()]
    return found[:SHOWN]
