from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.company import queries
from kundebro.company.forms import IndustryFilter, IndustryForm
from kundebro.company.models import Industry
from kundebro.company.setup_pages import VIEW
from kundebro.core.components import Column, Crumb, FilterBar, Table
from kundebro.core.pages import Cursor, paginate
from kundebro.core.shortcuts import picker_answer, render_part, see_other

CHANGE_CRM = "company.change_crm_setup"
CHOICES_SHOWN = 30


@require_GET
@permission_required(VIEW, raise_exception=True)
def industries(request: HttpRequest) -> HttpResponse:
    """The classification, searched by code or words."""
    wanted = IndustryFilter(request.GET)
    scheme = wanted.cleaned_data.get("scheme", "") if wanted.is_valid() else ""
    among = Industry.objects.filter(scheme=scheme) if scheme else queries.industry_choices()
    if text := wanted.cleaned_data.get("q", ""):
        among = Industry.objects.filter(pk__in=[row.pk for row in queries.industries_matching(text, among=among)])
    page = paginate(among, order=("code", "scheme"), after=Cursor.read(request.GET))
    may_change = request.user.has_perm(CHANGE_CRM)
    columns: list[Column[Industry]] = [
        Column(key="title", title=_("Title"), cell=_titled, phone="title"),
        Column(key="code", title=_("Code"), cell=lambda row: row.dotted_code, phone="line"),
        Column(key="level", title=_("Level"), cell=lambda row: row.get_level_display()),
        Column(key="scheme", title=_("Classification"), cell=lambda row: row.get_scheme_display(), phone="aside"),
    ]
    table = Table(
        records=page.items,
        columns=columns,
        caption=_("Industries"),
        query=request.GET,
        link=_address if may_change else None,
        target="#rows",
    )
    bar = FilterBar.of(request, wanted, target="#rows", placeholder=_("Code or words"))
    return render_part(request, "company/industries.html", "rows", {"page": page, "table": table, "bar": bar})


@require_GET
def industry_choices(request: HttpRequest) -> JsonResponse:
    """What a picker of industries shows for the letters typed so far."""
    found = queries.industries_matching(request.GET.get("q", ""))[:CHOICES_SHOWN]
    return picker_answer((str(row.pk), row.shown_title, row.dotted_code) for row in found)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE_CRM, raise_exception=True)
@transaction.atomic
def change_industry(request: HttpRequest, pk: int) -> HttpResponse:
    """The title of one industry and whether it is offered."""
    industry = get_object_or_404(Industry.objects.select_for_update(), pk=pk)
    form = IndustryForm(request.POST or None, instance=industry)
    if form.is_valid():
        form.save()
        told = _("“%(name)s” is saved") % {"name": industry}
        return see_other(request, reverse("company:industries"), toast=told)
    context = {
        "title": str(industry),
        "form": form,
        "back": Crumb(title=_("Industries"), url=reverse("company:industries")),
    }
    return render(request, "company/form.html", context, status=422 if form.errors else 200)


def _address(industry: Industry) -> str:
    return reverse("company:industry-change", args=[industry.pk])


def _titled(industry: Industry) -> str:
    state = "" if industry.is_active else format_html(' <span class="tag tag-neutral">{}</span>', _("out of use"))
    return format_html("{}{}", industry.shown_title, state)
