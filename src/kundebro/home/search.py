"""What the command palette finds: prospects and contacts."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.models import Contact
from kundebro.core.palette import Found, Source
from kundebro.core.search import searched
from kundebro.home.queries import found_prospects
from kundebro.users.models import User

OFFERED = 7


def prospects(request: HttpRequest, text: str) -> Sequence[Found]:
    """Prospects by name, number, CVR, phone, e-mail, town or contact."""
    if not isinstance(request.user, User) or not request.user.has_perm("prospects.view_prospect"):
        return []
    return [
        Found(
            title=prospect.name,
            url=prospect.get_absolute_url(),
            note=" · ".join(filter(None, (prospect.number, prospect.city, prospect.phone))),
            icon="archive" if prospect.is_archived else "building",
        )
        for prospect in found_prospects(request.user, text, OFFERED)
    ]


def contacts(request: HttpRequest, text: str) -> Sequence[Found]:
    """Contacts by name, title, e-mail or phone."""
    if not text or not isinstance(request.user, User) or not request.user.has_perm("contacts.view_contact"):
        return []
    people = searched(Contact.objects.visible_to(request.user), text).select_related("prospect")
    return [
        Found(
            title=contact.name,
            url=contact.get_absolute_url(),
            note=" · ".join(filter(None, (contact.title, contact.prospect.name))),
            icon="user",
        )
        for contact in people.order_by("sort_name", "pk")[:OFFERED]
    ]


SOURCES = (
    Source(key="prospects", title=_("KundeEmner"), find=prospects, position=10),
    Source(key="contacts", title=_("Contacts"), find=contacts, position=20),
)
