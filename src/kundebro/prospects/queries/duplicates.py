"""Who a new prospect may already be: same CVR, phone, e-mail or domain, or a like name in the same town."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from kundebro.core.danish import fold, without_company_form
from kundebro.core.search import holds, searched
from kundebro.parties.validators import email_domain_of, is_public_mail_domain
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

ALIKE = 88
LOOKED_AT = 40
SHOWN = 5


@dataclass(frozen=True)
class Duplicate:
    """A prospect that may be the same, and why; one the user may not see is told of without its name."""

    prospect: Prospect
    reason: str
    is_visible: bool


def duplicates_of(values: Mapping[str, Any], *, seen_by: User, but: int | None = None) -> list[Duplicate]:
    """Prospects that share an identity with the values; the surest reason first. Archived ones count."""
    found: dict[int, tuple[Prospect, str]] = {}
    others = Prospect.objects.exclude(pk=but) if but else Prospect.objects.all()
    for condition, reason in _conditions(values):
        for prospect in others.filter(condition)[:SHOWN]:
            found.setdefault(prospect.pk, (prospect, reason))
    for prospect in _with_like_name(values, others) if len(found) < SHOWN else []:
        found.setdefault(prospect.pk, (prospect, _("a similar name")))
    visible = set(Prospect.objects.visible_to(seen_by).filter(pk__in=found).values_list("pk", flat=True))
    return [Duplicate(prospect, reason, pk in visible) for pk, (prospect, reason) in list(found.items())[:SHOWN]]


def _conditions(values: Mapping[str, Any]) -> list[tuple[Q, str]]:
    conditions = []
    if cvr := values.get("cvr_no"):
        conditions.append((holds("cvr_no", cvr), _("the same CVR number")))
    phones = [phone for name in ("phone", "mobile") if (phone := values.get(name))]
    conditions.extend((holds("phone", phone), _("the same phone number")) for phone in phones)
    if email := values.get("email"):
        conditions.append((holds("email", email), _("the same e-mail")))
        domain = email_domain_of(email)
        if domain and not is_public_mail_domain(domain):
            conditions.append((holds("email_domain", domain), _("the same e-mail domain")))
    return conditions


def _with_like_name(values: Mapping[str, Any], others: Any) -> list[Prospect]:
    name = fold(without_company_form(str(values.get("name") or "")))
    if len(name) < 3:  # noqa: PLR2004  too short to be like anything
        return []
    city = values.get("city")
    longest = max(name.split(), key=len)
    near = searched(others.filter(city=city) if city else others, longest)[:LOOKED_AT]
    return [p for p in near if fuzz.token_sort_ratio(name, fold(without_company_form(p.name))) >= ALIKE]
