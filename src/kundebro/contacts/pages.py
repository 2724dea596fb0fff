"""What this app puts into the menu, on the prospects' pages and into the set-up."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundebro.company.setup_pages import SetupGroup, register_code_table
from kundebro.contacts.models import Contact, ContactRole
from kundebro.contacts.queries import briefly, count_of
from kundebro.core.menu import Creation, Group, MenuItem, creations, menu
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.operations import delete_code, save_code
from kundebro.prospects.panels import Panel, panels
from kundebro.prospects.queries.filters import Trait, traits


def register_pages() -> None:
    """CRM → Kontaktpersoner, Messe-indtastning, the section on the card, and the roles."""
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("Contacts"),
            url_name="contacts:list",
            permission="contacts.view_contact",
            position=20,
            icon="users",
        )
    )
    menu.register(
        MenuItem(
            group=Group.CRM,
            title=_("Fair entry"),
            url_name="contacts:fair",
            permission="prospects.add_prospect",
            position=30,
            icon="table",
        )
    )
    creations.register(
        Creation(
            title=_("Fair entry"),
            url_name="contacts:fair",
            permission="prospects.add_prospect",
            position=20,
            icon="table",
            is_page=True,
        )
    )
    panels.register(
        Panel(
            key="contacts",
            title=pgettext_lazy("on the card", "Contacts"),
            url_name="contacts:of",
            permission="contacts.view_contact",
            position=10,
            icon="users",
            count=count_of,
            briefly=briefly,
        )
    )
    traits.register(Trait("contact", _("contact"), _has_contact))
    traits.register(
        Trait(
            "contact_details",
            _("contact details"),
            lambda: ~Q(phone="", mobile="", email="") | _has_contact(~Q(phone="", mobile="", email="")),
        )
    )
    register_code_table(
        ContactRole,
        title=_("Contact roles"),
        permission="company.change_crm_setup",
        group=SetupGroup.CRM,
        description=_("What contacts do at their company: buyer, bookkeeper, director …"),
        icon="id-badge-2",
        save=save_code,
        delete=delete_code,
        undo_url=lambda _written: undo_url(latest_changeset()),
    )


def _has_contact(condition: Q | None = None) -> Q:
    """Prospects with somebody who is still there, of whom the condition holds."""
    people = Contact.objects.active().filter(condition or Q(), prospect=OuterRef("pk"))
    return Q(Exists(people))
