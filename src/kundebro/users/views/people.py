from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.components import FilterBar
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_dialog, render_part, see_other
from kundebro.core.toasts import toast
from kundebro.users import operations, queries
from kundebro.users.forms import PersonFilter, PersonForm
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest
from kundebro.users.tables import people_table

may_view = permission_required("users.view_user", raise_exception=True)
may_change = permission_required("users.change_user", raise_exception=True)


@require_GET
@may_view
def person_list(request: SignedInRequest) -> HttpResponse:
    """The register of people, with or without sign-in."""
    wanted = PersonFilter(request.GET)
    page = queries.people_page(wanted=wanted.wanted(), after=Cursor.read(request.GET))
    bar = FilterBar.of(request, wanted, target="#rows", placeholder=_("Name, initials or e-mail"))
    may_change = request.user.has_perm("users.change_user")
    table = people_table(page.items, query=request.GET, may_change=may_change)
    return render_part(request, "users/list.html", "rows", {"page": page, "table": table, "bar": bar})


@require_http_methods(["GET", "POST"])
@may_change
def add_person(request: SignedInRequest) -> HttpResponse:
    """Add a person; the link to choose a password is made on their page."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        try:
            user = operations.create_user(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return see_other(request, reverse("users:change", args=[user.pk]), toast=_("The user is created."))
    return render_part(request, "users/add.html", "form", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@may_change
def change_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """A person's details and rights."""
    user = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=user)
    if form.is_valid():
        try:
            operations.change_user(user, form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except operations.LastAdministrator as error:
            form.add_error("role", str(error))
        else:
            return see_other(request, reverse("users:list"), toast=_("The user is saved."))
    person = get_object_or_404(User, pk=pk)
    context = {"form": form, "person": person}
    return render_part(request, "users/change.html", "form", context, status=422 if form.is_bound else 200)


@require_POST
@may_change
def invite_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the link with which the person chooses a password, and show it this once."""
    person = get_object_or_404(User, pk=pk)
    try:
        link = operations.invite(person, by=request.user, base_url=request.build_absolute_uri("/"))
    except operations.MayNotSignIn as error:
        toast(request, str(error), level="error")
        return see_other(request, reverse("users:change", args=[pk]))
    return render(request, "users/invited.html", {"person": person, "link": link})


@require_http_methods(["GET", "POST"])
@may_change
def deactivate_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then end the person's access."""
    person = get_object_or_404(User, pk=pk)
    here = reverse("users:change", args=[pk])
    if request.method == "POST":
        try:
            operations.deactivate(person, by=request.user)
        except operations.LastAdministrator as error:
            toast(request, str(error), level="error")
            return see_other(request, here)
        return see_other(request, here, toast=_("%(name)s is deactivated.") % {"name": person})
    context = {
        "title": _("Deactivate %(name)s") % {"name": person},
        "text": _("%(name)s can no longer sign in and is signed out everywhere at once.") % {"name": person},
        "points": [_("What %(name)s is responsible for stays as it is.") % {"name": person}],
        "button": _("Deactivate"),
        "url": reverse("users:deactivate", args=[pk]),
        "back_url": here,
        "is_dangerous": True,
    }
    return render_dialog(request, "core/components/confirm.html", context)


@require_POST
@may_change
def reactivate_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a deactivated person back in."""
    person = operations.reactivate(get_object_or_404(User, pk=pk), by=request.user)
    here = reverse("users:change", args=[pk])
    return see_other(request, here, toast=_("%(name)s is active again.") % {"name": person})


@require_POST
@may_change
def sign_out_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """End all sessions of a person."""
    person = operations.end_sessions(get_object_or_404(User, pk=pk), by=request.user)
    here = reverse("users:change", args=[pk])
    return see_other(request, here, toast=_("%(name)s is signed out everywhere.") % {"name": person})


@require_http_methods(["GET", "POST"])
@may_change
def forget_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then remove the second factor of someone who has lost it."""
    person = get_object_or_404(User, pk=pk)
    here = reverse("users:change", args=[pk])
    if request.method == "POST":
        person = operations.forget_second_factor(person, by=request.user)
        told = _("%(name)s signs in with the password alone now.")
        if settings.REQUIRE_SECOND_FACTOR and person.lacks_second_factor:
            told = _("%(name)s sets up a new second factor at the next sign-in.")
        return see_other(request, here, toast=told % {"name": person})
    context = {
        "title": _("Remove the second factor of %(name)s") % {"name": person},
        "text": _("For someone who has lost their phone or passkey. Make sure that it is %(name)s who asks.")
        % {"name": person},
        "points": [_("Passkeys, codes and recovery codes are removed."), _("All sessions end.")],
        "button": _("Remove"),
        "url": reverse("users:forget-second-factor", args=[pk]),
        "back_url": here,
        "is_dangerous": True,
    }
    return render_dialog(request, "core/components/confirm.html", context)
