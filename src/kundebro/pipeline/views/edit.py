"""Edits one group of a sales project's fields in place, and settles it when someone else was quicker."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import SeeOther, render_part, see_other, wants_part
from kundebro.history.meeting import Meeting, answered, settle
from kundebro.history.views import tell_saved
from kundebro.pipeline.facts import label_of, shown
from kundebro.pipeline.forms import ProjectForm, project_form
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import change_project
from kundebro.pipeline.views.project import ProjectPage, group_of, render_group
from kundebro.pipeline.views.records import visible_project
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.change_salesproject", raise_exception=True)
def edit(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The form of one group, in the group's place or as a page of its own."""
    group = group_of(key)
    project = visible_project(request.user, pk)
    make = project_form(group.fields)
    form = make(request.POST or None, instance=visible_project(request.user, pk), by=request.user)
    meeting: Meeting[SalesProject] | None = None
    if form.is_valid():
        meeting = _save(form, project, by=request.user, posted=request.POST)
        if meeting is None:
            tell_saved(request)
            if not SalesProject.objects.visible_to(request.user).filter(pk=pk).exists():
                return see_other(request, reverse("pipeline:list"))
            if wants_part(request):
                return render_group(request, pk, group, is_saved=True)
            return SeeOther(project.get_absolute_url())
        project = meeting.record
        form = make(instance=project, initial=meeting.typed(form.values()), by=request.user)
    page = ProjectPage(request=request, project=project)
    context = {"page": page, "group": group, "form": form, "meeting": meeting}
    return render_part(request, "pipeline/edit.html", "form", context, status=422 if form.is_bound or meeting else 200)


def _save(form: ProjectForm, project: SalesProject, *, by: User, posted: QueryDict) -> Meeting[SalesProject] | None:
    """Write what the form says, and answer with what has to be asked first, if anything has."""
    values, key = form.values(), form.request_key

    def write(kept: set[str], version: int | None) -> None:
        wanted = {name: value for name, value in values.items() if name not in kept}
        change_project(project, wanted, by=by, version=version, key=key)

    def meet(version: int) -> Meeting[SalesProject]:
        return Meeting.of(visible_project(by, project.pk), version, values, label_of=label_of, shown=shown)

    kept = answered(posted, form.model_fields)
    return settle(write, meet, version=form.cleaned_data["version"], kept=kept)
