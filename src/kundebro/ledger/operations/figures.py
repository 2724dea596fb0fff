"""Keeps balance, overdue and number of open entries on the accounts; archives what asked for it when all is settled."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from kundebro.history.recorder import Recording
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor, OpenItem, PartyAccount
from kundebro.ledger.obstacles import obstacles_of


def refresh_figures(party: PartyAccount, *, record: Recording, moved_ore: int = 0, opened: int = 0) -> None:
    """Move the balance (øre) and the number of open entries, work out what is overdue on the account today.

    Puts the account away if it is settled and was to be.
    """
    figures: dict[str, Any] = {"overdue_ore": overdue_of(party.kind, timezone.localdate(record.at))}
    if moved_ore:
        figures["balance_ore"] = F("balance_ore") + moved_ore
    if opened:
        figures["open_count"] = F("open_count") + opened
    mine: Any = type(party)._base_manager.filter(pk=party.pk)
    mine.update(**figures)
    if party.archives_when_settled:
        archive_if_settled(party, record=record)


def archive_if_settled(party: PartyAccount, *, record: Recording) -> None:
    """Archive the locked account when nothing is owed and nothing is under way."""
    account = type(party)._default_manager.get(pk=party.pk)
    if account.is_archived or account.open_count or account.balance_ore or obstacles_of(account):
        return
    account.archived_at, account.archives_when_settled = record.at, False
    account.save()


def overdue_of(kind: PartyKind, today: date) -> Coalesce:
    """What is owed past its due date on the account of the outer query, in øre: by debtors, or to creditors (negative)."""
    owed = {"remaining_ore__gt": 0} if kind == PartyKind.DEBTOR else {"remaining_ore__lt": 0}
    items = OpenItem.objects.open().filter(**{kind.value: OuterRef("pk")}, due_on__lt=today, **owed)
    total = items.order_by().values(kind.value).annotate(total=Sum("remaining_base_ore")).values("total")
    return Coalesce(Subquery(total), 0)


def refresh_overdue(*, today: date) -> int:
    """Bring the overdue figure of every account up to the day; returns how many changed. Run each night."""
    changed = 0
    for model in (Debtor, Creditor):
        rows: QuerySet[Any] = model._base_manager.annotate(now=overdue_of(model.kind, today))
        stale = rows.exclude(overdue_ore=F("now")).values_list("pk", flat=True)
        pks = list(stale)
        for start in range(0, len(pks), 500):
            portion = model._base_manager.filter(pk__in=sorted(pks[start : start + 500]))
            changed += portion.update(overdue_ore=overdue_of(model.kind, today))
    return changed
