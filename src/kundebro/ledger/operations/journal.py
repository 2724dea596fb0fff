"""Keeps the journal (kassekladde) and posts it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kundebro.core.money import DKK
from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Entry, JournalLine, Line, OpenItem, PartyAccount
from kundebro.ledger.operations.documents import NothingToPost, Terms, due_date_of, refuse_barred, voucher_of
from kundebro.ledger.operations.entries import (
    AccountArchived,
    Leg,
    Parties,
    PeriodClosed,
    Unbalanced,
    Voucher,
    checked_legs,
    lock_parties,
    write_entry,
)
from kundebro.ledger.operations.figures import archive_if_settled
from kundebro.ledger.operations.settling import settle_in_turn
from kundebro.ledger.operations.taxing import gross_legs
from kundebro.ledger.queries.periods import first_open_day, is_open
from kundebro.users.models import User


class VouchersDiffer(Exception):
    """The lines of one voucher have different dates, currencies or exchange rates."""

    def __init__(self, voucher: int) -> None:
        super().__init__(str(voucher))
        self.voucher = voucher


class VoucherUnbalanced(Unbalanced):
    """The lines of a voucher of the journal do not sum to nothing."""

    def __init__(self, voucher: int, difference_ore: int) -> None:
        super().__init__(difference_ore)
        self.voucher = voucher


@dataclass(frozen=True)
class Planned:
    """What posting would write for one voucher of the journal."""

    voucher: Voucher
    settles: Sequence[tuple[PartyAccount, int, int]]
    """The account, the position of its line, and the line it is set against."""


def save_draft(line: JournalLine, *, by: User, key: str | None = None) -> JournalLine:
    """Store a line of the journal; raises AccountArchived, for a draft is something under way, and StaleWrite."""
    with recording("ledger.save-draft", by=by, key=key) as record:
        if record.is_repeat:
            return line
        for party in lock_parties([line.party] if line.party else []).values():
            if party.is_archived:
                raise AccountArchived(party)
        line.save()
        return record.returns(line)


def delete_draft(line: JournalLine, *, by: User) -> None:
    """Delete a line of the journal."""
    with recording("ledger.delete-draft", by=by):
        line.delete()


def post_journal(lines: Iterable[JournalLine], *, by: User, key: str | None = None) -> list[Entry]:
    """Post the drafts, one entry for each voucher number, all or none; the drafts are gone afterwards.

    Raises VouchersDiffer, VoucherUnbalanced, NothingToPost, StaleWrite, AccountBarred, DueDateMissing, RateMissing, CannotSettle and
    what posting raises.
    """
    with recording("ledger.post-journal", by=by, key=key) as record:
        if record.is_repeat:
            return list(Entry.objects.filter(changeset=record.changeset.pk).order_by("pk"))
        wanted = list(lines)
        read = list(
            JournalLine.objects.filter(pk__in=[line.pk for line in wanted]).select_related("debtor", "creditor")
        )
        locked = lock_parties([party for draft in read if (party := draft.party) is not None])
        drafts = _locked_drafts(wanted)
        if not drafts:
            raise NothingToPost
        versions = {draft.pk: draft.version for draft in drafts}
        for line in wanted:
            if versions.get(line.pk) != line.version:
                raise StaleWrite(line)
        entries = [
            _post_voucher(number, list(group), locked, record=record, by=by)
            for number, group in groupby(drafts, key=lambda draft: draft.voucher)
        ]
        for draft in drafts:
            draft.delete()
        for party in locked.values():
            if party.archives_when_settled:
                archive_if_settled(party, record=record)
        return entries


def foresee_voucher(drafts: Sequence[JournalLine]) -> Voucher:
    """The entry that posting the drafts of one voucher would write, with all its lines; writes nothing.

    The drafts come with their accounts read along. Raises what `post_journal` raises.
    """
    parties = {(party.kind.value, party.pk): party for draft in drafts if (party := draft.party) is not None}
    voucher = _planned(drafts[0].voucher, drafts, parties).voucher
    if not is_open(voucher.voucher_date):
        raise PeriodClosed(voucher.voucher_date, first_open_day())
    return replace(voucher, legs=checked_legs(voucher))


def _post_voucher(
    number: int, drafts: Sequence[JournalLine], locked: Parties, *, record: Recording, by: User
) -> Entry:
    planned = _planned(number, drafts, locked)
    entry = write_entry(planned.voucher, record=record, by=by)
    positions = dict(Line.objects.filter(entry=entry).values_list("position", "pk"))
    for party, position, other in planned.settles:
        if OpenItem.objects.filter(pk=other, **{party.kind.value: party}).exists():
            settle_in_turn(party, positions[position], [other], record=record, on=entry.voucher_date, by=by)
    return entry


def _planned(number: int, drafts: Sequence[JournalLine], parties: Parties) -> Planned:
    first = drafts[0]
    if len({(draft.voucher_date, draft.currency_id, draft.rate_millionths) for draft in drafts}) > 1:
        raise VouchersDiffer(number)
    legs: list[Leg] = []
    settles: list[tuple[PartyAccount, int, int]] = []
    for draft in drafts:
        party = _locked_party(draft, parties)
        if party is not None and draft.settles_id:
            settles.append((party, len(legs) + 1, draft.settles_id))
        legs.extend(leg for leg in _legs_of(draft, party) if leg.amount_ore)
    if difference := sum(leg.amount_ore for leg in legs):
        raise VoucherUnbalanced(number, difference)
    about = next((draft for draft in drafts if draft.party), first)
    return Planned(voucher_of(EntryKind(about.kind), _terms_of(about), legs, first.currency_id or DKK), settles)


def _locked_drafts(wanted: Sequence[JournalLine]) -> list[JournalLine]:
    """The drafts that nobody else has posted meanwhile, in the order of their vouchers."""
    related = ("account", "contra_account", "vat_code", "debtor", "creditor")
    rows = JournalLine.objects.filter(pk__in=[line.pk for line in wanted]).select_related(*related)
    return sorted(rows.select_for_update(of=("self",)), key=lambda draft: (draft.voucher, draft.pk))


def _locked_party(draft: JournalLine, locked: Parties) -> PartyAccount | None:
    party = draft.party
    if party is None:
        return None
    if (party.kind, party.pk) not in locked:
        raise StaleWrite(draft)
    return locked[party.kind, party.pk]


def _terms_of(draft: JournalLine) -> Terms:
    return Terms(
        voucher_date=draft.voucher_date,
        due_on=draft.due_on,
        document_no=draft.document_no,
        text=draft.text,
        rate_millionths=draft.rate_millionths,
    )


def _legs_of(draft: JournalLine, party: PartyAccount | None) -> list[Leg]:
    on, text, department = draft.voucher_date, draft.text, draft.department_id
    contra = draft.contra_account
    if party is None:
        if draft.account is None:
            raise NothingToPost
        legs = gross_legs(
            draft.account, draft.amount_ore, vat_code=draft.vat_code, on=on, department_id=department, text=text
        )
        return legs if contra is None else [*legs, Leg(contra, -draft.amount_ore, text=text)]
    due_on = draft.due_on or on
    if draft.kind == EntryKind.INVOICE:
        refuse_barred(party)
        due_on = due_date_of(party, _terms_of(draft))
    control = Leg(party.posting_group.control_account, draft.amount_ore, party, due_on=due_on, text=text)
    if contra is None:
        return [control]
    taxed = gross_legs(contra, -draft.amount_ore, vat_code=draft.vat_code, on=on, department_id=department, text=text)
    return [control, *taxed]
