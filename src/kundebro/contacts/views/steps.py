"""What is done to a contact at one press: primary, left, back, deleted."""

from django.contrib.auth.decorators import permission_required
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.contacts.forms import LeftForm
from kundebro.contacts.models import Contact
from kundebro.contacts.operations import delete_contact, make_primary, mark_left, restore_contact
from kundebro.contacts.views.notices import tell_done
from kundebro.contacts.views.panel import is_in_panel, render_section
from kundebro.contacts.views.records import visible_contact
from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.core.toasts import toast
from kundebro.users.requests import SignedInRequest

may_change = permission_required("contacts.change_contact", raise_exception=True)


@require_POST
@may_change
def primary(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the contact be the one the company is reached through."""
    contact = make_primary(visible_contact(request.user, pk), by=request.user)
    return _done(request, contact, _("%(name)s is the primary contact") % {"name": contact.name})


@require_http_methods(["GET", "POST"])
@may_change
def left(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note since when the person is no longer there; from a card, since today."""
    contact = visible_contact(request.user, pk)
    form = LeftForm(request.POST or None)
    if request.method == "POST" and is_in_panel(request):
        form = LeftForm({"left_at": timezone.localdate()})
    if form.is_valid():
        contact = mark_left(contact, by=request.user, on=form.cleaned_data["left_at"])
        return _done(request, contact, _("%(name)s has left the company") % {"name": contact.name})
    context = {"contact": contact, "form": form}
    return render_dialog(request, "contacts/left.html", context, status=422 if form.is_bound else 200)


@require_POST
@may_change
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring back someone who had left."""
    contact = restore_contact(visible_contact(request.user, pk), by=request.user)
    return _done(request, contact, _("%(name)s is back") % {"name": contact.name})


@require_POST
@may_change
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the contact away; Fortryd brings it back."""
    contact = visible_contact(request.user, pk)
    try:
        delete_contact(contact, by=request.user)
    except ProtectedError:
        toast(
            request, _("%(name)s is in use. Note that they have left instead.") % {"name": contact.name}, level="error"
        )
        return see_other(request, contact.get_absolute_url())
    said = _("%(name)s is deleted") % {"name": contact.name}
    if is_in_panel(request):
        return _done(request, contact, said)
    tell_done(request, said)
    return see_other(request, reverse("contacts:list"))


def _done(request: SignedInRequest, contact: Contact, said: str) -> HttpResponse:
    """Say it, and show the section or the page as it is now."""
    tell_done(request, said)
    if is_in_panel(request):
        return render_section(request, contact.prospect, is_changed=True)
    return see_other(request, contact.get_absolute_url())
