"""Documents on the card, and the page of one."""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.activities.choices import DocumentKind
from kundebro.activities.file_types import Preview
from kundebro.activities.forms import DocumentForm, FilesForm, VersionForm
from kundebro.activities.mail_text import shown_mail
from kundebro.activities.models import Document, DocumentVersion
from kundebro.activities.operations import (
    FileRefused,
    SameContent,
    add_document,
    add_version,
    change_document,
    delete_document,
    take_out_attachment,
)
from kundebro.activities.previews import Facts, MailShown, NotShown, facts_of, mail_of, text_of
from kundebro.activities.queries import documents_of as documents_at
from kundebro.activities.views.files import MAY_ADD, MAY_CHANGE, MAY_SEE, sentence_of
from kundebro.activities.views.records import visible_document, visible_version
from kundebro.core.formats import show_date, show_time
from kundebro.core.shortcuts import SeeOther, render_dialog, render_part, see_other
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import tell_saved, undo_url
from kundebro.prospects.models import Prospect
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

TAB: Final = "documents"


HEADERS: Final = {
    "From": pgettext_lazy("mail", "From"),
    "To": pgettext_lazy("mail", "To"),
    "Cc": pgettext_lazy("mail", "Copy to"),
    "Date": pgettext_lazy("mail", "Sent"),
    "Subject": pgettext_lazy("mail", "Subject"),
}
SAID_BY_TYPE: Final = frozenset({DocumentKind.MAIL, DocumentKind.PICTURE})


@dataclass(kw_only=True)
class Shown:
    """What a version shows of itself."""

    version: DocumentVersion
    problem: str | Promise = ""
    facts: Facts | None = None
    text: str = ""
    mail: MailShown | None = None
    html: SafeString | None = None

    @cached_property
    def pages(self) -> list[tuple[int, str]]:
        """Numbers and addresses of the pages' pictures."""
        return [(number, self.version.page_url(number)) for number in self.facts.shown] if self.facts else []

    @property
    def headers(self) -> list[tuple[str | Promise, str]]:
        """Who wrote the mail to whom, when and about what."""
        told = self.mail.headers if self.mail else {}
        shown_as = {**told, "Date": _moment_of(told.get("Date", ""))}
        return [(label, shown_as[name]) for name, label in HEADERS.items() if shown_as.get(name)]

    @property
    def hidden_pages(self) -> int:
        """How many pages are not shown."""
        return self.facts.pages - len(self.pages) if self.facts else 0


@require_GET
@MAY_SEE
def documents_of(request: SignedInRequest, prospect: int) -> HttpResponse:
    """The documents of a prospect: a tab of its card, or a page of its own."""
    company = visible_prospect(request.user, prospect)
    return render_part(request, "activities/documents.html", "panel", _panel(request, company, FilesForm()))


@require_http_methods(["GET", "POST"])
@MAY_ADD
def add(request: SignedInRequest, prospect: int) -> HttpResponse:
    """Files sent by the plain form, one or several."""
    company = visible_prospect(request.user, prospect)
    form = FilesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        key, refused, kept = form.cleaned_data["idempotency_key"], [], 0
        for place, file in enumerate(form.cleaned_data["uploads"]):
            try:
                add_document(company, file.chunks(), name=file.name, by=request.user, key=f"{key}-{place}")
                kept += 1
            except FileRefused as error:
                refused.append(f"{file.name}: {error}")
        if kept:
            said = ngettext("%(count)d document added", "%(count)d documents added", kept) % {"count": kept}
            toast(request, said, undo_url=undo_url(latest_changeset()) if kept == 1 else "")
        for sentence in refused:
            if kept:
                toast(request, sentence, level="error")
            else:
                form.add_error("uploads", sentence)
        if kept:
            return SeeOther(f"{company.get_absolute_url()}?tab={TAB}")
    context = _panel(request, company, form)
    return render(request, "activities/documents.html", context, status=422 if form.is_bound else 200)


@require_GET
@MAY_SEE
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """One document: what it shows, its facts and its versions."""
    found = visible_document(request.user, pk)
    context = {"document": found, "versions": list(found.versions.all()), "form": VersionForm(), "largest": _largest()}
    return render(request, "activities/document.html", context)


@require_GET
@MAY_SEE
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a version shows: pictures of its pages, its text, the mail in it."""
    context = {"shown": _shown(visible_version(request.user, pk))}
    return render_part(request, "activities/version.html", "shown", context)


@require_http_methods(["GET", "POST"])
@MAY_CHANGE
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename the document, or say what it is and how long it is kept."""
    found = visible_document(request.user, pk)
    form = DocumentForm(request.POST or None, instance=visible_document(request.user, pk))
    form.initial["version"] = found.version
    if form.is_valid():
        try:
            change_document(found, form.values(), by=request.user, version=form.cleaned_data["version"])
        except StaleWrite:
            form.add_error(None, _("Someone else has changed the document meanwhile. Open it again."))
        else:
            tell_saved(request)
            return see_other(request, found.get_absolute_url())
    context = {"document": found, "form": form}
    return render_dialog(request, "activities/document_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@MAY_CHANGE
def version_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new version sent by the plain form."""
    found = visible_document(request.user, pk)
    form = VersionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["upload"]
        try:
            add_version(
                found, file.chunks(), name=file.name, by=request.user, key=form.cleaned_data["idempotency_key"]
            )
        except (FileRefused, SameContent) as error:
            form.add_error("upload", sentence_of(error))
        else:
            toast(request, _("New version of a document"), undo_url=undo_url(latest_changeset()))
            return SeeOther(found.get_absolute_url())
    context = {"document": found, "versions": list(found.versions.all()), "form": form, "largest": _largest()}
    return render(request, "activities/document.html", context, status=422 if form.is_bound else 200)


@require_POST
@MAY_CHANGE
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the document away; Fortryd brings it back."""
    found = visible_document(request.user, pk)
    delete_document(found, by=request.user)
    toast(request, _("%(name)s is deleted") % {"name": found.name}, undo_url=undo_url(latest_changeset()))
    return see_other(request, f"{found.prospect.get_absolute_url()}?tab={TAB}")


@require_POST
@permission_required("activities.add_document", raise_exception=True)
def attachment(request: SignedInRequest, pk: int, index: int) -> HttpResponse:
    """Keep something attached to a mail as a document of its own."""
    found = visible_version(request.user, pk)
    try:
        made = take_out_attachment(found, index, by=request.user)
    except (FileRefused, NotShown) as error:
        toast(request, str(error), level="error")
        return see_other(request, found.document.get_absolute_url())
    toast(request, _("Document added"), undo_url=undo_url(latest_changeset()))
    return see_other(request, made.get_absolute_url())


def _panel(request: SignedInRequest, prospect: Prospect, form: FilesForm) -> dict[str, object]:
    latest = [(each, each.versions.all()[0]) for each in documents_at(prospect, seen_by=request.user)]
    shown_documents = [(each, version, _kind_of(each, version)) for each, version in latest]
    return {"prospect": prospect, "documents": shown_documents, "form": form, "largest": _largest()}


def _kind_of(document: Document, version: DocumentVersion) -> str:
    """What the document is to the company and what its file is, without saying the same twice."""
    label = str(version.content.type.label)
    if not document.kind or document.kind in SAID_BY_TYPE:
        return label
    return f"{document.get_kind_display()} · {label}"


def _moment_of(header: str) -> str:
    """A mail's own time as we write it; what cannot be read stands as it came."""
    try:
        local = timezone.localtime(parsedate_to_datetime(header).astimezone(UTC))
    except (ValueError, OverflowError):
        return header
    return f"{show_date(local.date())} {show_time(local.time())}"


def _largest() -> int:
    largest: int = settings.LARGEST_DOCUMENT
    return largest


def _shown(version: DocumentVersion) -> Shown:
    content, preview = version.content, version.content.type.preview
    try:
        if preview in (Preview.PAGES, Preview.IMAGE):
            return Shown(version=version, facts=facts_of(content))
        if preview is Preview.TEXT:
            return Shown(version=version, text=text_of(content))
        if preview is Preview.MAIL:
            mail = mail_of(content)
            return Shown(version=version, mail=mail, html=_html_of(mail))
    except NotShown as error:
        return Shown(version=version, problem=str(error))
    return Shown(version=version, problem=_("This kind of file is not shown here. Fetch it to open it."))


def _html_of(mail: MailShown) -> SafeString | None:
    """The mail's own form where that can be shown; its plain text does otherwise."""
    if not mail.html:
        return None
    try:
        return shown_mail(mail.html)
    except ValidationError:
        return None
