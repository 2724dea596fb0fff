"""Edits one group of a contact's fields in place."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from kundebro.contacts.forms import contact_form
from kundebro.contacts.models import Contact
from kundebro.contacts.views.contact import ContactPage, group_of, render_group
from kundebro.contacts.views.meeting import save
from kundebro.contacts.views.records import visible_contact
from kundebro.core.shortcuts import SeeOther, render_part, wants_part
from kundebro.history.meeting import Meeting
from kundebro.history.views import tell_saved
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("contacts.change_contact", raise_exception=True)
def edit(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The form of one group, in the group's place or as a page of its own."""
    group = group_of(key)
    contact = visible_contact(request.user, pk)
    make = contact_form(group.fields)
    form = make(request.POST or None, instance=visible_contact(request.user, pk))
    meeting: Meeting[Contact] | None = None
    if form.is_valid():
        meeting = save(form, contact, by=request.user, posted=request.POST)
        if meeting is None:
            tell_saved(request, doubts=form.doubts)
            if wants_part(request):
                return render_group(request, pk, group, is_saved=True)
            return SeeOther(contact.get_absolute_url())
        contact = meeting.record
        form = make(instance=contact, initial=meeting.typed(form.values()))
    page = ContactPage(request=request, contact=contact)
    context = {"page": page, "group": group, "form": form, "meeting": meeting}
    return render_part(request, "contacts/edit.html", "form", context, status=422 if form.is_bound or meeting else 200)
