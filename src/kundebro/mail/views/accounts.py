from uuid import uuid4

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.shortcuts import see_other
from kundebro.mail.forms import AccountForm
from kundebro.mail.models import MailAccount
from kundebro.mail.operations import queue_trial
from kundebro.mail.tables import account_table
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("mail.view_mailaccount", raise_exception=True)
def accounts(request: SignedInRequest) -> HttpResponse:
    """The servers that mail goes through."""
    return render(request, "mail/accounts.html", {"table": account_table(list(MailAccount.objects.all()))})


@require_http_methods(["GET", "POST"])
@permission_required("mail.change_mailaccount", raise_exception=True)
def add_account(request: SignedInRequest) -> HttpResponse:
    """A new mail account."""
    return _account_form(request, MailAccount())


@require_http_methods(["GET", "POST"])
@permission_required("mail.change_mailaccount", raise_exception=True)
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mail account, and the button that tries it."""
    return _account_form(request, get_object_or_404(MailAccount, pk=pk))


@require_POST
@permission_required("mail.change_mailaccount", raise_exception=True)
def send_trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a trial to oneself in the outbox, and show how it fares there."""
    key = request.POST.get("key") or uuid4().hex
    trial = queue_trial(get_object_or_404(MailAccount, pk=pk), by=request.user, key=key[:36], now=timezone.now())
    return see_other(request, trial.get_absolute_url())


def _account_form(request: SignedInRequest, account: MailAccount) -> HttpResponse:
    title = account.name or _("New mail account")
    form = AccountForm(request.POST or None, instance=account)
    if form.is_valid() and form.save_account():
        told = _("The mail account is saved. Send a trial to see that it works.")
        return see_other(request, account.get_absolute_url(), toast=told)
    context = {"title": title, "form": form, "account": account, "key": uuid4().hex, "back": reverse("mail:accounts")}
    return render(request, "mail/account.html", context, status=422 if form.errors else 200)
