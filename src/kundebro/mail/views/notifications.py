from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.components import FilterBar
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part, see_other
from kundebro.mail import operations, queries
from kundebro.mail.forms import NotificationFilter, NotificationSettingsForm
from kundebro.mail.models import Notification
from kundebro.users.requests import SignedInRequest


@require_GET
def notifications(request: SignedInRequest) -> HttpResponse:
    """One's own notifications, the latest first."""
    wanted = NotificationFilter(request.GET)
    page = queries.notifications_page(request.user, wanted=wanted.wanted(), after=Cursor.read(request.GET))
    context = {
        "page": page,
        "bar": FilterBar.of(request, wanted, target="#rows", placeholder=_("Search notifications")),
        "unread": queries.unread_count(request.user),
    }
    return render_part(request, "mail/notifications.html", "rows", context)


@require_POST
def open_notification(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that it was looked at, and go where it leads: to a page of ours, which is asked once more here."""
    notification = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    operations.mark_read(notification, now=timezone.now())
    is_ours = operations.leads_to_us(notification.url)
    return see_other(request, notification.url if is_ours else reverse("mail:notifications"))


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Note that all was looked at."""
    operations.mark_all_read(request.user, now=timezone.now())
    return see_other(request, reverse("mail:notifications"), toast=_("All notifications are marked as read."))


@require_http_methods(["GET", "POST"])
def notification_settings(request: SignedInRequest) -> HttpResponse:
    """The morning overview, mail at once, and quiet hours."""
    form = NotificationSettingsForm(request.POST or None, instance=queries.settings_of(request.user))
    if form.is_valid():
        form.save()
        return see_other(request, reverse("mail:notification-settings"), toast=_("Your settings are saved."))
    return render(request, "mail/notification_settings.html", {"form": form}, status=422 if form.errors else 200)
