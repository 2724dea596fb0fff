"""The page of one contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.contacts.facts import GROUPS, Group
from kundebro.contacts.models import Contact
from kundebro.contacts.panels import tabs
from kundebro.contacts.vcards import write_cards
from kundebro.contacts.views.records import visible_contact
from kundebro.core.components import Action, ShownGroup
from kundebro.core.shortcuts import render_part
from kundebro.history.record_page import RecordPage
from kundebro.imports.outgoing import note_export
from kundebro.users.requests import SignedInRequest

VCARD: Final = "text/vcard; charset=utf-8"


@dataclass(kw_only=True)
class ContactPage(RecordPage):
    """One contact as one user sees it."""

    contact: Contact

    url_name = "contacts:contact"
    foreign = tabs

    @property
    def record(self) -> Contact:
        """The page is about it."""
        return self.contact

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may correct the contact."""
        return self.request.user.has_perm("contacts.change_contact")

    @property
    def groups(self) -> list[ShownGroup]:
        """All that is known of the contact."""
        return [self.shown(group) for group in GROUPS.values()]

    @property
    def actions(self) -> list[Action]:
        """Flere funktioner."""
        refusal = "" if self.may_edit else _("Your role does not include this.")
        is_primary = _("The contact is primary already.") if self.contact.is_primary else ""
        has_left = self.contact.left_at is not None
        return [
            Action(
                title=_("Make primary"),
                url=self._reverse("primary"),
                icon="star",
                method="post",
                reason=refusal or is_primary,
            ),
            Action(title=_("vCard"), url=self._reverse("vcard"), icon="address-book"),
            Action(
                title=_("Bring back"), url=self._reverse("restore"), icon="user-check", method="post", reason=refusal
            )
            if has_left
            else Action(
                title=_("Has left the company"),
                url=self._reverse("left"),
                icon="user-x",
                method="dialog",
                reason=refusal,
            ),
            Action(
                title=_("Delete"),
                url=self._reverse("delete"),
                icon="trash",
                method="post",
                reason=refusal,
                is_dangerous=True,
                has_line_above=True,
            ),
        ]

    def shown(self, group: Group) -> ShownGroup:
        """One group in read view."""
        url = reverse("contacts:edit", args=[self.contact.pk, group.key])
        return ShownGroup(group=group, facts=group.facts(self.contact), edit_url=url if self.may_edit else "")

    def _reverse(self, name: str) -> str:
        return reverse(f"contacts:{name}", args=[self.contact.pk])


@require_GET
@permission_required("contacts.view_contact", raise_exception=True)
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """The contact's page with one tab open."""
    tab = ContactPage.tab_asked_for(request.GET.get("tab", ""), request.user)
    page = ContactPage(request=request, contact=visible_contact(request.user, pk), tab=tab)
    return render_part(request, "contacts/contact.html", "tab", {"page": page})


@require_GET
@permission_required("contacts.view_contact", raise_exception=True)
def group(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One group of fields in read view, where its form stood."""
    return render_group(request, pk, group_of(key))


@require_GET
@permission_required("contacts.view_contact", raise_exception=True)
def vcard(request: SignedInRequest, pk: int) -> HttpResponse:
    """The contact as a vCard, for a phone's address book."""
    found = visible_contact(request.user, pk)
    return card_file(request, f"{found.name}.vcf", [found])


def card_file(request: SignedInRequest, name: str, people: Sequence[Contact]) -> HttpResponse:
    """A vCard file to keep; noted by the company's number, which tells no name."""
    content = write_cards(people)
    numbers = ", ".join(dict.fromkeys(person.prospect.number for person in people))
    note_export(request, _("%(name)s: %(count)d contacts as vCard") % {"name": numbers, "count": len(people)})
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(content, content_type=VCARD, headers={"Content-Disposition": disposition})


def group_of(key: str) -> Group:
    """The group an address names; 404 for others."""
    try:
        return GROUPS[key]
    except KeyError:
        raise Http404 from None


def render_group(request: SignedInRequest, pk: int, wanted: Group, *, is_saved: bool = False) -> HttpResponse:
    """The group in read view; after a change the head of the page comes along."""
    page = ContactPage(request=request, contact=visible_contact(request.user, pk))
    context = {"page": page, "group": page.shown(wanted), "is_saved": is_saved}
    return render_part(request, "contacts/group_page.html", "group", context)
