"""What the command palette finds: prospects, contacts and sales projects."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.models import Contact
from kundebro.core.palette import Found, Source
from kundebro.core.search import searched
from kundebro.home.queries import found_prospects
from kundebro.pipeline.models import SalesProject
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


def sales_projects(request: HttpRequest, text: str) -> Sequence[Found]:
    """Sales projects by number, description or competitor."""
    if not text or not isinstance(request.user, User) or not request.user.has_perm("pipeline.view_salesproject"):
        return []
    projects = searched(SalesProject.objects.visible_to(request.user), text).select_related("prospect", "stage")
    return [
        Found(
            title=project.description,
            url=project.get_absolute_url(),
            note=f"{project.number} · {project.prospect.name} · {project.stage.name}",
            icon="trending-up",
        )
        for project in projects.order_by("-pk")[:OFFERED]
    ]


SOURCES = (
    Source(key="prospects", title=_("KundeEmner"), find=prospects, position=10),
    Source(key="contacts", title=_("Contacts"), find=contacts, position=20),
    Source(key="sales_projects", title=_("Sales projects"), find=sales_projects, position=30),
)
