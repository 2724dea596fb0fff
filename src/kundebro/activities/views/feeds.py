"""Calendar → Abonnér: the secret addresses one has given to calendar programs."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kundebro.activities import queries
from kundebro.activities.forms import FeedForm
from kundebro.activities.models import CalendarFeed
from kundebro.activities.operations import renew_feed, revoke_feed
from kundebro.core.shortcuts import see_other
from kundebro.users.requests import SignedInRequest

may_view = permission_required("activities.view_activity", raise_exception=True)


@require_GET
@may_view
def feed_list(request: SignedInRequest) -> HttpResponse:
    """The addresses given out, and the form for another."""
    return _page(request, FeedForm(user=request.user))


@require_POST
@may_view
@never_cache
def renew(request: SignedInRequest) -> HttpResponse:
    """Make an address and show it this once; one that was given out for the same calendar stops working."""
    form = FeedForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form, status=422)
    team = form.cleaned_data["team"]
    token = renew_feed(by=request.user, team=team, now=timezone.now())
    url = request.build_absolute_uri(reverse("activities:feed", args=[token]))
    return render(request, "activities/feed_made.html", {"url": url, "whose": team or request.user})


@require_POST
@may_view
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one of the user's addresses stop working."""
    found = get_object_or_404(CalendarFeed.objects.select_related("owner", "team"), pk=pk, owner=request.user)
    revoke_feed(found, by=request.user)
    return see_other(request, reverse("activities:feeds"), toast=_("The address no longer works."))


def _page(request: SignedInRequest, form: FeedForm, *, status: int = 200) -> HttpResponse:
    context = {"feeds": queries.feeds_of(request.user), "form": form}
    return render(request, "activities/feeds.html", context, status=status)
