"""The contacts on a prospect's card: the section behind the button Kontakter, and all that is done there in place."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.contacts.forms import CardsForm, contact_form
from kundebro.contacts.models import Contact
from kundebro.contacts.operations import TakenIn, create_contact, take_in_cards
from kundebro.contacts.queries import contacts_of
from kundebro.contacts.views.contact import card_file
from kundebro.contacts.views.meeting import save
from kundebro.contacts.views.notices import tell_done
from kundebro.contacts.views.records import visible_contact
from kundebro.core.shortcuts import SeeOther, render_part, wants_part
from kundebro.history.meeting import Meeting
from kundebro.history.views import tell_saved
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

PANEL: Final = "contacts-panel"
FEW: Final = 5


@dataclass(kw_only=True)
class Section:
    """The people at one prospect as one user sees them."""

    request: SignedInRequest
    prospect: Prospect
    is_changed: bool = False

    @cached_property
    def everyone(self) -> list[Contact]:
        """All contacts, those who have left last."""
        return contacts_of(self.prospect, seen_by=self.request.user)

    @property
    def shown(self) -> list[Contact]:
        """The first few, or all when asked for or just changed."""
        return self.everyone if self.shows_all else self.everyone[:FEW]

    @property
    def shows_all(self) -> bool:
        """Whether nothing is left out."""
        return len(self.everyone) <= FEW or "all" in self.request.GET or self.is_changed

    @property
    def active_count(self) -> int:
        """How many are still there."""
        return sum(contact.left_at is None for contact in self.everyone)


@require_GET
@permission_required("contacts.view_contact", raise_exception=True)
def panel(request: SignedInRequest, prospect: int) -> HttpResponse:
    """The section, in the card or as a page of its own."""
    return render_section(request, visible_prospect(request.user, prospect))


@require_http_methods(["GET", "POST"])
@permission_required("contacts.add_contact", raise_exception=True)
def add(request: SignedInRequest, prospect: int) -> HttpResponse:
    """A new person at the prospect."""
    company = visible_prospect(request.user, prospect)
    form = contact_form()(request.POST or None, instance=Contact(prospect=company))
    if form.is_valid():
        create_contact(company, form.values(), by=request.user, key=form.cleaned_data["idempotency_key"] or None)
        tell_saved(request, _("Contact added"), doubts=form.doubts)
        return after_change(request, company)
    context = {"prospect": company, "form": form, "title": _("New contact"), "url": request.path}
    return render_part(request, "contacts/form.html", "form", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@permission_required("contacts.change_contact", raise_exception=True)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """All of a contact in one form."""
    contact = visible_contact(request.user, pk)
    form = contact_form()(request.POST or None, instance=visible_contact(request.user, pk))
    meeting: Meeting[Contact] | None = None
    if form.is_valid():
        meeting = save(form, contact, by=request.user, posted=request.POST)
        if meeting is None:
            tell_saved(request, doubts=form.doubts)
            return after_change(request, contact.prospect)
        form = contact_form()(instance=meeting.record, initial=meeting.typed(form.values()))
    title = _("Edit %(name)s") % {"name": contact.name}
    context = {"prospect": contact.prospect, "form": form, "title": title, "url": request.path, "meeting": meeting}
    status = 422 if form.is_bound or meeting else 200
    return render_part(request, "contacts/form.html", "form", context, status=status)


@require_http_methods(["GET", "POST"])
@permission_required("contacts.add_contact", raise_exception=True)
def cards_in(request: SignedInRequest, prospect: int) -> HttpResponse:
    """People from vCards, as a file or pasted."""
    company = visible_prospect(request.user, prospect)
    form = CardsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            taken = take_in_cards(company, form.cards, by=request.user, key=form.cleaned_data["idempotency_key"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            tell_done(request, _said(taken))
            return after_change(request, company)
    context = {"prospect": company, "form": form}
    return render_part(request, "contacts/cards.html", "form", context, status=422 if form.is_bound else 200)


@require_GET
@permission_required("contacts.view_contact", raise_exception=True)
def cards_out(request: SignedInRequest, prospect: int) -> HttpResponse:
    """Everybody who is at the prospect, as one vCard file."""
    company = visible_prospect(request.user, prospect)
    people = list(Contact.objects.active().filter(prospect=company).select_related("prospect__country"))
    return card_file(request, f"{company.number} {company.name}.vcf", people)


def render_section(request: SignedInRequest, prospect: Prospect, *, is_changed: bool = False) -> HttpResponse:
    """The section; after a change it takes the place of the old one, whatever part was asked for."""
    section = Section(request=request, prospect=prospect, is_changed=is_changed)
    response = render_part(request, "contacts/panel.html", "panel", {"section": section})
    if is_changed:
        response.headers["HX-Retarget"] = f"#{PANEL}"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def after_change(request: SignedInRequest, prospect: Prospect) -> HttpResponse:
    """The section as it is now, or the card with it open."""
    if wants_part(request):
        return render_section(request, prospect, is_changed=True)
    return SeeOther(f"{prospect.get_absolute_url()}?panel=contacts")


def is_in_panel(request: SignedInRequest) -> bool:
    """Whether something was pressed in the section of a card."""
    return wants_part(request) and request.headers.get("HX-Target") == PANEL


def _said(taken: TakenIn) -> str:
    count = len(taken.added)
    said = ngettext("%(count)d contact added", "%(count)d contacts added", count) % {"count": count}
    if not taken.known:
        return said
    names = ", ".join(taken.known[:FEW])
    return f"{said}. " + _("There already: %(names)s") % {"names": names}
