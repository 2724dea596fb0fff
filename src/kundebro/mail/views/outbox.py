from collections.abc import Callable

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core import toasts
from kundebro.core.components import FilterBar
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_dialog, render_part, see_other
from kundebro.mail import operations, queries
from kundebro.mail.forms import OutboxFilter
from kundebro.mail.models import OutgoingMail
from kundebro.mail.tables import outbox_table, state_tag
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("mail.view_outgoingmail", raise_exception=True)
def outbox(request: SignedInRequest) -> HttpResponse:
    """What was sent, what waits, and what somebody must decide about; the latest first."""
    wanted = OutboxFilter(request.GET)
    page = queries.mails_page(wanted=wanted.wanted(), after=Cursor.read(request.GET))
    context = {
        "page": page,
        "table": outbox_table(page.items, query=request.GET),
        "bar": FilterBar.of(request, wanted, target="#rows", placeholder=_("Address or subject")),
        "undecided": queries.undecided_count(),
        "has_account": queries.default_account() is not None,
    }
    return render_part(request, "mail/outbox.html", "rows", context)


@require_GET
@permission_required("mail.view_outgoingmail", raise_exception=True)
def mail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mail and how it fares; htmx asks again while it is under way."""
    shown = get_object_or_404(OutgoingMail.objects.select_related("account", "queued_by", "decided_by"), pk=pk)
    return render_part(request, "mail/mail.html", "standing", {"mail": shown, "state": state_tag(shown)})


@require_http_methods(["GET", "POST"])
@permission_required("mail.change_outgoingmail", raise_exception=True)
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a mail once more that failed, or of which nobody knows; asks first, for the second kind may arrive twice."""
    shown = get_object_or_404(OutgoingMail, pk=pk)
    if request.method == "GET":
        context = {
            "title": _("Send “%(subject)s” again?") % {"subject": shown},
            "text": _("Nobody knows whether it was sent. The recipient may get it twice.")
            if shown.is_uncertain
            else _("The mail server refused it. Correct what was wrong first, or it will be refused again."),
            "button": _("Send again"),
            "url": reverse("mail:send-again", args=[pk]),
            "back_url": shown.get_absolute_url(),
        }
        return render_dialog(request, "core/components/confirm.html", context)
    return _decided(request, shown, operations.send_again, _("The mail is in the queue again."))


@require_POST
@permission_required("mail.change_outgoingmail", raise_exception=True)
def mark_as_sent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that an uncertain mail arrived."""
    shown = get_object_or_404(OutgoingMail, pk=pk)
    return _decided(request, shown, operations.mark_as_sent, _("The mail is marked as sent."))


def _decided(request: SignedInRequest, shown: OutgoingMail, decide: Callable[..., object], told: str) -> HttpResponse:
    try:
        decide(shown, by=request.user, now=timezone.now())
    except operations.NothingToDecide:
        toasts.toast(request, _("There is nothing to decide about this mail any more."), level="warning")
        return see_other(request, shown.get_absolute_url())
    return see_other(request, shown.get_absolute_url(), toast=told)
