"""Opsætning → Salgsmål: what each seller is to win, month by month."""

from datetime import date
from typing import Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.pipeline.forms.filters import month_name
from kundebro.pipeline.forms.targets import TargetsForm, box
from kundebro.pipeline.models import SalesTarget
from kundebro.pipeline.operations import save_targets
from kundebro.users.queries import sellers
from kundebro.users.requests import SignedInRequest

EARLIEST: Final = 2000
LATEST: Final = 2099
MOST_SELLERS: Final = 50


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.change_salestarget", raise_exception=True)
def targets(request: SignedInRequest) -> HttpResponse:
    """The sheet of one year."""
    year = _year(request.GET.get("year", ""))
    months = [date(year, number, 1) for number in range(1, 13)]
    people = list(sellers()[:MOST_SELLERS])
    present = SalesTarget.objects.filter(seller__in=people, month__in=months).select_related("seller")
    form = TargetsForm(
        request.POST or None,
        sellers=people,
        months=months,
        initial={box(target.seller, target.month): target.amount_ore for target in present},
    )
    url = f"{reverse('pipeline:targets')}?year={year}"
    if form.is_valid():
        changed = save_targets(form.targets(), by=request.user, key=form.cleaned_data["idempotency_key"])
        said = _("Targets of %(year)s saved") % {"year": year} if changed else _("Nothing was changed")
        return see_other(request, url, toast=said, undo_url=undo_url(latest_changeset()) if changed else "")
    context = {
        "form": form,
        "year": year,
        "url": url,
        "months": [month_name(month) for month in months],
        "previous_url": f"?year={year - 1}" if year > EARLIEST else "",
        "next_url": f"?year={year + 1}" if year < LATEST else "",
    }
    return render(request, "pipeline/targets.html", context, status=422 if form.is_bound else 200)


def _year(text: str) -> int:
    is_year = text.isascii() and text.isdecimal() and len(text) == 4 and EARLIEST <= int(text) <= LATEST  # noqa: PLR2004  four digits
    return int(text) if is_year else timezone.localdate().year
