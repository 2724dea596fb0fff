"""Notes are written on the timeline, rewritten, pinned and taken away."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.activities.choices import Kind
from kundebro.activities.forms import NoteForm
from kundebro.activities.models import Activity
from kundebro.activities.operations import delete_activity, pin_note, rewrite_note, write_note
from kundebro.activities.queries import pinned_notes
from kundebro.activities.queries.mentions import people_to_mention
from kundebro.activities.queries.timeline import Record
from kundebro.activities.rich_text import shown_note
from kundebro.activities.views.records import visible_activity
from kundebro.activities.views.timeline import TimelinePage, render_timeline
from kundebro.contacts.models import Contact
from kundebro.core.shortcuts import picker_answer, render_dialog, render_part, see_other, wants_part
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import tell_saved, undo_url
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

TAB = "timeline"

may_view = permission_required("activities.view_activity", raise_exception=True)
may_add = permission_required("activities.add_activity", raise_exception=True)
may_change = permission_required("activities.change_activity", raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_add
def add(request: SignedInRequest, prospect: int) -> HttpResponse:
    """Keep a note on the prospect, of one of its contacts or sales projects if the address names one."""
    company = visible_prospect(request.user, prospect)
    contact, project = _belonging(request, company)
    record: Record = contact or project or company
    form = NoteForm(request.POST or None, prospect=company)
    if form.is_valid():
        write_note(
            company,
            form.cleaned_data["text"],
            by=request.user,
            contact=contact,
            sales_project=project,
            is_pinned=form.cleaned_data["is_pinned"],
            key=form.cleaned_data["idempotency_key"],
        )
        toast(request, _("Note kept"), undo_url=undo_url(latest_changeset()))
        if wants_part(request):
            return render_timeline(request, record)
        return see_other(request, _back(record))
    if request.method == "POST" and wants_part(request):
        return render_timeline(request, record, form=form, status=422)
    context = {"page": TimelinePage(request, record, form=form), "prospect": company}
    return render(request, "activities/note_page.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@may_change
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the note anew; what was typed stays when someone else was quicker."""
    note = _visible_note(request, pk)
    form = NoteForm(request.POST or None, prospect=note.prospect, note=note)
    theirs = ""
    if form.is_valid():
        try:
            rewrite_note(note, form.cleaned_data["text"], by=request.user, version=form.cleaned_data["version"])
        except StaleWrite:
            now = _visible_note(request, pk)
            theirs, form.data = shown_note(now.note), {**request.POST.dict(), "version": str(now.version)}
            said = _("Someone else has rewritten the note: it stands below. Save again to put yours in its place.")
            form.add_error(None, said)
        else:
            tell_saved(request)
            return see_other(request, _back(note.prospect))
    context = {"note": note, "form": form, "theirs": theirs}
    return render_dialog(request, "activities/note_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@may_change
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the note away; Fortryd brings it back."""
    note = _visible_note(request, pk)
    delete_activity(note, by=request.user)
    toast(request, _("The note is deleted"), undo_url=undo_url(latest_changeset()))
    return see_other(request, _back(note.prospect))


@require_POST
@may_change
def pin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the note on top of the card, or let it go."""
    note = _visible_note(request, pk)
    is_pinned = request.POST.get("pinned") == "yes"
    pin_note(note, by=request.user, is_pinned=is_pinned)
    said = _("The note stands on top of the card") if is_pinned else _("The note no longer stands on top")
    toast(request, said, undo_url=undo_url(latest_changeset()))
    return see_other(request, _back(note.prospect))


@require_GET
@may_view
def pinned(request: SignedInRequest, prospect: int) -> HttpResponse:
    """The notes on top of the card."""
    company = visible_prospect(request.user, prospect)
    context = {"prospect": company, "notes": [(note, shown_note(note.note)) for note in pinned_notes(company)]}
    return render_part(request, "activities/pinned.html", "notes", context)


@require_GET
@may_view
def people(_request: SignedInRequest) -> HttpResponse:
    """Whom a note may name, for the list that opens after an @."""
    return picker_answer((str(person.pk), person.name, person.initials) for person in people_to_mention())


def _visible_note(request: SignedInRequest, pk: int) -> Activity:
    note = visible_activity(request.user, pk)
    if note.activity_type.kind != Kind.NOTE:
        raise Http404
    return note


def _belonging(request: SignedInRequest, company: Prospect) -> tuple[Contact | None, SalesProject | None]:
    contact, project = request.GET.get("contact", ""), request.GET.get("project", "")
    people, projects = Contact.objects.visible_to(request.user), SalesProject.objects.visible_to(request.user)
    return (
        get_object_or_404(people.filter(prospect=company), pk=contact) if contact.isdecimal() else None,
        get_object_or_404(projects.filter(prospect=company), pk=project) if project.isdecimal() else None,
    )


def _back(record: Record) -> str:
    return f"{record.get_absolute_url()}?tab={TAB}"
