"""Puts prospects away, with the accounts that belong to them, and takes them out again; nothing is lost by it (PRO-6)."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import save_many
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.queries.archive import accounts_of, may_be_put_away
from kundebro.users.models import User


def archive_prospects(prospects: ProspectQuerySet, *, by: User, reason: str = "", key: str | None = None) -> int:
    """Hide the prospects and their accounts from the standard lists; returns how many prospects were put away.

    One whose account owes something, or may not be archived by the user, stays as it is: `held_back` says why.
    """
    rows = prospects.active()
    with recording("prospects.archive", by=by, about=_only(rows), key=key, reason=reason) as record:
        if record.is_repeat:
            return _changed_prospects(record)
        locked = list(rows.order_by("pk").select_for_update())
        accounts = _locked_accounts(locked)
        going = [row for row in locked if all(may_be_put_away(each, by) for each in accounts_of(row, accounts))]
        with_them = [each for row in going for each in accounts_of(row, accounts) if not each.is_archived]
        for account in with_them:
            account.archives_when_settled = False
        leaving: list[Prospect | PartyAccount] = [*with_them, *going]
        for each in leaving:
            each.archived_at, each.archived_reason = record.at, reason[:200]
        _save_accounts(with_them)  # before the prospects: an undo then takes those out first
        return save_many(going)


def unarchive_prospects(prospects: ProspectQuerySet, *, by: User, key: str | None = None) -> int:
    """Bring archived prospects back with the accounts that were put away with them; returns how many prospects."""
    rows = prospects.archived()
    with recording("prospects.unarchive", by=by, about=_only(rows), key=key) as record:
        if record.is_repeat:
            return _changed_prospects(record)
        locked = list(rows.order_by("pk").select_for_update())
        accounts = _locked_accounts(locked)
        with_them = [
            account
            for row in locked
            for account in accounts_of(row, accounts)
            if account.archived_at == row.archived_at and by.has_perm(f"ledger.archive_{account.kind.value}")
        ]
        returning: list[Prospect | PartyAccount] = [*locked, *with_them]
        for each in returning:
            each.archived_at, each.archived_reason = None, ""
        done = save_many(locked)
        _save_accounts(with_them)
        return done


def unarchive_behind(account: PartyAccount) -> None:
    """Bring back the prospect of an account that is about to be, inside the recording under way.

    The prospect is locked in any case, so that nobody puts it away meanwhile.
    """
    prospect = Prospect.objects.filter(**{account.kind.value: account}).select_for_update().first()
    if prospect is not None and prospect.is_archived:
        prospect.archived_at, prospect.archived_reason = None, ""
        prospect.save()


def _only(prospects: ProspectQuerySet) -> Prospect | None:
    rows = list(prospects[:2])
    return rows[0] if len(rows) == 1 else None


def _changed_prospects(record: Recording) -> int:
    kind = ContentType.objects.get_for_model(Prospect)
    return record.changeset.changes.filter(content_type=kind).count()


def _locked_accounts(prospects: Iterable[Prospect]) -> dict[tuple[str, int], PartyAccount]:
    """The prospects' accounts, locked after them: debtors, then creditors, by key (CORE-6)."""
    rows = list(prospects)
    found: dict[tuple[str, int], PartyAccount] = {}
    for model, keys in (
        (Debtor, [row.debtor_id for row in rows if row.debtor_id]),
        (Creditor, [row.creditor_id for row in rows if row.creditor_id]),
    ):
        for account in model._default_manager.filter(pk__in=keys).order_by("pk").select_for_update() if keys else ():
            found[account.kind.value, account.pk] = account
    return found


def _save_accounts(accounts: Iterable[PartyAccount]) -> None:
    rows = list(accounts)
    for model in (Debtor, Creditor):
        save_many([row for row in rows if isinstance(row, model)])
