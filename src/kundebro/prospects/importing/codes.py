"""Finds what a cell names: a person, an industry, a status, terms; makes missing interests where the user may."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kundebro.company.models import Currency, DeliveryTerms, Department, PaymentTerms
from kundebro.company.operations import resolve_industry
from kundebro.company.queries.industries import NotAnIndustryCode, UnknownIndustry, find_industry, home_of
from kundebro.core.danish import fold
from kundebro.imports.targets import CheckedRow
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import CreditorProfile, DebtorProfile, PostingGroup, VatCode
from kundebro.prospects.models import CrmCode, InterestType, LeadSource, ProspectStatus, TargetGroup
from kundebro.users.models import User

NEW = "new:"
TABLES: dict[str, "models.QuerySet[Any]"] = {
    "status": ProspectStatus.objects.all(),
    "source": LeadSource.objects.all(),
    "payment_terms": PaymentTerms.objects.all(),
    "delivery_terms": DeliveryTerms.objects.all(),
    "department": Department.objects.all(),
    "currency": Currency.objects.all(),
    "vat_code": VatCode.objects.all(),
    "debtor_profile": DebtorProfile.objects.all(),
    "creditor_profile": CreditorProfile.objects.all(),
    "debtor_posting_group": PostingGroup.objects.filter(kind=PartyKind.DEBTOR),
    "creditor_posting_group": PostingGroup.objects.filter(kind=PartyKind.CREDITOR),
}
"""The rows that may be meant; asked for anew by each import."""
LISTS: dict[str, type[CrmCode]] = {"interest_types": InterestType, "target_groups": TargetGroup}
LONGEST_CODE = 20


@dataclass
class Codes:
    """What the cells of one import name; each name is looked up once."""

    by: User
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: dict[tuple[str, str], str] = field(default_factory=dict)

    def resolve(self, row: CheckedRow) -> dict[str, Any]:
        """The columns behind the row's codes; a name that means nothing is left out with a warning."""
        columns: dict[str, Any] = {}
        for name, text in row.values["codes"].items():
            key = self._find(name, text)
            if key is None:
                row.warn(name, self._sentence(name) % {"text": text})
            else:
                columns[f"{name}_id"] = key
        return columns

    def resolve_lists(self, row: CheckedRow) -> dict[str, list[Any]]:
        """The keys behind the row's lists; names still to be made stand as text."""
        found: dict[str, list[Any]] = {}
        for name, texts in row.values["lists"].items():
            keys = []
            for text in texts:
                key = self._find(name, text)
                if key is not None:
                    keys.append(key)
                elif self.by.has_perm(f"prospects.add_{LISTS[name]._meta.model_name}"):
                    self.missing[(name, fold(text))] = text
                    keys.append(f"{NEW}{text}")
                else:
                    row.warn(name, _("There is no “%(text)s” in the set-up; it is left out.") % {"text": text})
            found[name] = keys
        return found

    def make_missing(self) -> None:
        """Make the interests and target groups that the rows name; part of the import, and undone with it."""
        for (name, key), text in self.missing.items():
            model = LISTS[name]
            row = model(code=self._free_code(model, key), name=text[:100])
            row.save()
            self.known[name][key] = row.pk
        self.missing.clear()

    def made(self, name: str, key: Any) -> int:
        """The key of a name that was still to be made."""
        return int(self.known[name][fold(key.removeprefix(NEW))]) if isinstance(key, str) else int(key)

    def industry_made(self, key: Any) -> int:
        """The industry's key; a six-digit code nobody has used is added under its class."""
        if not isinstance(key, str):
            return int(key)
        made = resolve_industry(key.removeprefix(NEW)).pk
        self.known["industry"][key.removeprefix(NEW)] = made
        return int(made)

    def _find(self, name: str, text: str) -> Any:
        if name not in self.known:
            self.known[name] = {} if name == "industry" else dict(self._names(name))
        known = self.known[name]
        if name == "industry":
            if text not in known:
                known[text] = self._industry(text)
            return known[text]
        return known.get(fold(text)) or known.get(text.strip().upper())

    def _names(self, name: str) -> Iterable[tuple[str, Any]]:
        if name == "responsible":
            for user in User.objects.active():
                yield from ((fold(user.name), user.pk), (fold(user.email), user.pk), (user.initials, user.pk))
            return
        rows = LISTS[name].objects.all() if name in LISTS else TABLES[name].all()
        for row in rows:
            yield fold(row.code), row.pk
            yield fold(row.name), row.pk

    def _industry(self, text: str) -> Any:
        try:
            found = find_industry(text)
            if found is None:
                home_of(text.replace(".", ""))
                return f"{NEW}{text}"
        except (NotAnIndustryCode, UnknownIndustry):
            return None
        return found.pk

    def _sentence(self, name: str) -> str:
        sentences: dict[str, Callable[[], str]] = {
            "responsible": lambda: _(
                "Nobody here has the initials, name or e-mail “%(text)s”; you become responsible."
            ),
            "industry": lambda: _("“%(text)s” is no known industry code; it is left out."),
            "currency": lambda: _("“%(text)s” is no known currency; it is left out."),
        }
        known = sentences.get(name)
        return known() if known else _("There is no “%(text)s” in the set-up; it is left out.")

    def _free_code(self, model: type[CrmCode], key: str) -> str:
        base = key.replace(" ", "-")[: LONGEST_CODE - 3] or "ny"
        taken = set(model._default_manager.values_list("code", flat=True))
        return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 99))) if code not in taken)
