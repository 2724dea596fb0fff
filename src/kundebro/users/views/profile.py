from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.shortcuts import SeeOther, render_part, see_other
from kundebro.users.browser import write_choices
from kundebro.users.forms import ProfileForm
from kundebro.users.operations import change_profile
from kundebro.users.requests import SignedInRequest, must_set_up_second_factor, takes_passkeys


@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """One's own name, language and look, and the ways to sign in."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        user = change_profile(request.user, form.cleaned_data)
        with override(user.language):
            response = see_other(request, reverse("users:profile"), toast=_("Your profile is saved."))
        write_choices(request, response, user)
        return response
    status = 422 if form.is_bound else 200
    return render_part(request, "users/profile.html", "profile", {"form": form}, status=status)


@require_GET
def second_factor(request: SignedInRequest) -> HttpResponse:
    """The choice between codes and a passkey where one can be made, for those who must have one of them."""
    if not must_set_up_second_factor(request):
        return SeeOther(reverse("mfa_index"))
    return render(request, "users/second_factor.html", {"takes_passkeys": takes_passkeys(request)})
