"""From a file to a dry run: upload, how it is read, which column is which."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part, see_other
from kundebro.core.toasts import toast
from kundebro.imports import queries
from kundebro.imports.forms import MatchForm, ReadingForm, UploadForm
from kundebro.imports.models import Upload
from kundebro.imports.operations.start import start_dry_run
from kundebro.imports.operations.upload import AlreadyImported, read_differently, receive_upload
from kundebro.imports.reading.rows import Unreadable
from kundebro.imports.tables import import_table
from kundebro.imports.targets import Target, targets
from kundebro.users.requests import SignedInRequest

may_import = permission_required("imports.import_lists", raise_exception=True)


@require_GET
@may_import
def import_list(request: SignedInRequest) -> HttpResponse:
    """The user's imports; the administrator sees everybody's."""
    page = queries.imports_page(seen_by=request.user, after=Cursor.read(request.GET))
    table = import_table(page.items, shows_people=request.user.has_perm("imports.view_all_imports"))
    return render_part(request, "imports/list.html", "rows", {"page": page, "table": table})


@require_http_methods(["GET", "POST"])
@may_import
def upload(request: SignedInRequest) -> HttpResponse:
    """Send a list; it is read through at once, so what cannot be read is said here."""
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        targets=queries.importable_by(request.user),
        initial={"target": request.GET.get("target", "")},
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = receive_upload(
                file.chunks(), name=file.name, target=targets[form.cleaned_data["target"]], by=request.user
            )
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            return see_other(request, received.get_absolute_url())
    return render(request, "imports/upload.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@may_import
def match(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the list was read, and which column goes where; the dry run follows."""
    shown, target = _upload(request, pk)
    guess = queries.guess_for(shown, user=request.user)
    form = MatchForm(request.POST or None, upload=shown, target=target, guess=guess)
    if form.is_valid():
        dry_run = start_dry_run(
            shown,
            columns=form.cleaned_data["columns"],
            policies=form.cleaned_data["policies"],
            match_key=form.cleaned_data["match_key"],
            by=request.user,
        )
        return see_other(request, dry_run.get_absolute_url())
    context = {"upload": shown, "form": form, "guess": guess, "reading_form": ReadingForm(upload=shown)}
    return render(request, "imports/match.html", context, status=422 if form.is_bound else 200)


@require_POST
@may_import
def reading(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the list the way the user says."""
    shown, target = _upload(request, pk)
    reading_form = ReadingForm(request.POST, upload=shown)
    if reading_form.is_valid():
        try:
            read_differently(shown, reading_form.reading())
        except Unreadable as error:
            reading_form.add_error(None, str(error))
        except AlreadyImported:
            toast(request, _("The list is imported already. Upload it again to read it differently."), level="warning")
            return see_other(request, shown.get_absolute_url())
        else:
            return see_other(request, shown.get_absolute_url())
    guess = queries.guess_for(shown, user=request.user)
    form = MatchForm(upload=shown, target=target, guess=guess)
    context = {"upload": shown, "form": form, "guess": guess, "reading_form": reading_form}
    return render(request, "imports/match.html", context, status=422)


def _upload(request: SignedInRequest, pk: int) -> tuple[Upload, Target]:
    found = get_object_or_404(Upload.objects.visible_to(request.user).kept(), pk=pk)
    target = targets[found.target]
    if not request.user.has_perm(target.permission):
        raise PermissionDenied
    return found, target
