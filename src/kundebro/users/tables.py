"""The register of people and the security log as lists."""

from collections.abc import Sequence

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kundebro.core.components import Column, Table
from kundebro.core.formats import show_date
from kundebro.core.templatetags.kundebro import dk_when
from kundebro.users.models import SecurityEvent, User


def people_table(people: Sequence[User], *, query: QueryDict, may_change: bool) -> Table[User]:
    """The register; who may change people opens them."""
    return Table(
        records=people,
        columns=[
            Column(key="name", title=_("Name"), cell=lambda each: each.name, phone="title"),
            Column(key="initials", title=_("Initials"), cell=lambda each: each.initials, phone="aside"),
            Column(key="email", title=_("E-mail"), cell=lambda each: each.email),
            Column(key="role", title=_("Role"), cell=lambda each: each.get_role_display()),
            Column(key="scope", title=_("Sees"), cell=lambda each: each.get_scope_display()),
            Column(key="team", title=_("Team"), cell=lambda each: each.team or ""),
            Column(key="last_login", title=_("Last sign-in"), cell=lambda each: dk_when(each.last_login)),
            Column(key="access", title=_("Access"), cell=_access, phone="line"),
        ],
        caption=_("Users and roles"),
        query=query,
        link=(lambda each: reverse("users:change", args=[each.pk])) if may_change else None,
        target="#rows",
    )


def security_table(events: Sequence[SecurityEvent], *, query: QueryDict) -> Table[SecurityEvent]:
    """The security log."""
    return Table(
        records=events,
        columns=[
            Column(key="at", title=_("Time"), cell=_time, phone="aside"),
            Column(key="kind", title=_("Event"), cell=lambda each: each.get_kind_display(), phone="title"),
            Column(key="user", title=_("User"), cell=lambda each: each.user or "", phone="line"),
            Column(key="text", title=_("What"), cell=lambda each: each.text),
            Column(key="ip_address", title=_("IP address"), cell=lambda each: each.ip_address or ""),
        ],
        caption=_("Security log"),
        query=query,
        target="#rows",
    )


def _access(person: User) -> SafeString:
    return render_to_string("users/access.html", {"person": person})


def _time(event: SecurityEvent) -> str:
    at = timezone.localtime(event.at)
    return f"{show_date(at.date())} {at:%H.%M}"
