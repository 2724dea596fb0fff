from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.company.forms import CompanyForm
from kundebro.company.models import Company
from kundebro.company.setup_pages import CHANGE, VIEW, sections_for
from kundebro.core.components import Crumb
from kundebro.core.shortcuts import see_other


@require_GET
@permission_required(VIEW, raise_exception=True)
def setup(request: HttpRequest) -> HttpResponse:
    """The set-up's pages, under their headings."""
    return render(request, "company/setup.html", {"sections": list(sections_for(request.user.has_perm))})


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@transaction.atomic
def facts(request: HttpRequest) -> HttpResponse:
    """Our own company."""
    company = Company.objects.select_for_update().get()
    form = CompanyForm(request.POST or None, instance=company)
    if form.is_valid():
        form.save()
        return see_other(request, reverse("company:facts"), toast=_("The company facts are saved"))
    context = {
        "title": _("Company facts"),
        "form": form,
        "back": Crumb(title=_("Settings"), url=reverse("company:setup")),
    }
    return render(request, "company/form.html", context, status=422 if form.errors else 200)
