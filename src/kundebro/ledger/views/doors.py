"""Who may open a page of a sub-ledger, and how the page gets hold of its account."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.subledgers import SUBLEDGERS, SubLedger
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

Rest = ParamSpec("Rest")
View = Callable[Concatenate[SignedInRequest, SubLedger, Rest], HttpResponse]


def may(verb: str, *more: str) -> Callable[[View[Rest]], Callable[..., HttpResponse]]:
    """Open the view to those with the right to do that with the accounts of its sub-ledger, and with the `more` rights."""

    def decorate(view: View[Rest]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: SignedInRequest, kind: PartyKind, **rest: Any) -> HttpResponse:
            ledger = SUBLEDGERS[kind]
            if not all(request.user.has_perm(right) for right in (ledger.permission(verb), *more)):
                raise PermissionDenied
            return view(request, ledger, **rest)  # type: ignore[call-arg]  # the address brings the rest

        return guarded

    return decorate


def visible_account(ledger: SubLedger, user: User, pk: int, *related: str) -> PartyAccount:
    """The account, with the rows it is shown with; 404 for one the user may not see."""
    accounts: Any = ledger.model._default_manager.all()
    found: PartyAccount = get_object_or_404(accounts.visible_to(user).select_related(*related), pk=pk)
    return found
