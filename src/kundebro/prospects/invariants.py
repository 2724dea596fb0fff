"""What must hold of prospects."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import CHUNK, Breach, found, register
from kundebro.history.models import Change
from kundebro.history.tracked import Tracked
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.parties.invariants import numbers_given_once
from kundebro.prospects.choices import FieldOwner, Side
from kundebro.prospects.figures import Figure, figures
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries.sync import (
    ACCOUNT_SIDES,
    COLUMNS,
    SyncRules,
    differing_fields,
    in_step_since,
    out_of_step,
    sync_rules,
)

PORTION: Final = 500


def register_invariants() -> None:
    """Everything below."""
    register(id="I-09", title=_("An account has one prospect, and a transferred prospect its account"), check=links)
    register(id="I-10", title=_("What is kept in step differs only from before"), check=in_step)
    register(id="I-11", title=_("Each account number is given once"), check=numbers)
    register(
        id="I-12 prospects",
        title=_("An archived prospect's accounts are archived"),
        check=archived_with_their_accounts,
        is_fast=True,
    )
    register(
        id="I-13", title=_("The figures on a prospect are those of its projects and activities"), check=figures_kept
    )


def links() -> Iterator[Breach]:
    """Accounts of two prospects, and accounts made by a transfer that stands, which no prospect knows any more."""
    for model in (Debtor, Creditor):
        kind = model.kind.value
        shared = Prospect.objects.exclude(**{kind: None}).order_by(kind).values(kind).annotate(n=Count("pk"))
        yield from found(f"{kind}s of two prospects", shared.filter(n__gt=1).values_list(kind, flat=True))
        yield from found(f"{kind}s that their prospect has lost", _lost(model, kind))


def _lost(model: type[PartyAccount], kind: str) -> Iterator[int]:
    made = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id=OuterRef("pk"),
        kind=Change.Kind.CREATED,
        changeset__operation__startswith="prospects.transfer",
        changeset__undone_by=None,
    )
    known = Prospect.objects.filter(**{kind: OuterRef("pk")})
    lost = model._base_manager.filter(~Exists(known), Exists(made))
    return lost.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)


def numbers() -> Iterator[Breach]:
    """I-11 for prospects."""
    yield from numbers_given_once(Prospect)


def in_step() -> Iterator[Breach]:
    """Shared fields that differ although one of the records was changed after sync was set up and they were linked."""
    rules = sync_rules()
    for side in ACCOUNT_SIDES if rules.is_on else ():
        rows = out_of_step(side).select_related(side.value).order_by("pk").iterator(chunk_size=PORTION)
        yield from found(f"prospects out of step with their {side.value}", _late_ones(rows, side, rules))


def _late_ones(rows: Iterator[Prospect], side: Side, rules: SyncRules) -> Iterator[int]:
    while portion := list(islice(rows, PORTION)):
        yield from _lagging(portion, side, rules)


def _lagging(prospects: list[Prospect], side: Side, rules: SyncRules) -> Iterator[int]:
    """The prospects with a difference whose latest change should have travelled."""
    since = in_step_since([prospect.pk for prospect in prospects])
    pairs = {each.pk: {Side.PROSPECT: each, side: getattr(each, side.value)} for each in prospects}
    accounts = {pk: pair[side].pk for pk, pair in pairs.items()}
    own = _latest_changes(Prospect, since)
    theirs = _latest_changes(type(next(iter(pairs.values()))[side]), accounts.values())
    for pk, pair in pairs.items():
        for name in differing_fields(pair):
            column = COLUMNS[name]
            mine, other = own.get((pk, column), 0), theirs.get((accounts[pk], column), 0)
            travels_from = FieldOwner.CRM if mine > other else FieldOwner.FINANCE
            if max(mine, other) > since[pk] and rules.owner(name) in (FieldOwner.BOTH, travels_from):
                yield pk
                break


def _latest_changes(model: type[Tracked], keys: Iterable[int]) -> dict[tuple[int, str], int]:
    """By row and column: the change in history that its value is from; an undo brings back an older one's."""
    latest: dict[tuple[int, str], int] = {}
    before: dict[tuple[int, str, int], int] = {}
    changes = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__among=list(keys), kind=Change.Kind.UPDATED
    )
    told = changes.order_by("pk").values_list("object_id", "pk", "values", "changeset_id", "changeset__undoes_id")
    for key, change, values, changeset, undoes in told:
        for column in values:
            before.setdefault((key, column, changeset), latest.get((key, column), 0))
            latest[key, column] = before.get((key, column, undoes), change) if undoes else change
    return latest


def archived_with_their_accounts() -> Iterator[Breach]:
    """Archived prospects with an account in use, which may come to owe something."""
    yield from found(Prospect._meta.label, Prospect.objects.stranded().order_by("pk").values_list("pk", flat=True))


def figures_kept() -> Iterator[Breach]:
    """Prospects whose stored figures differ from what they are worked out to."""
    for figure in figures:
        yield from found(f"{Prospect._meta.label}.{figure.name}", _unlike(figure))


def _unlike(figure: Figure) -> Iterator[int]:
    """Compared a portion of keys at a time: the truth is a question of its own for each row."""
    last = Prospect._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last + 1, CHUNK):
        portion = Prospect._base_manager.filter(pk__gte=start, pk__lt=start + CHUNK).annotate(truth=figure.value())
        rows = portion.order_by("pk").values_list("pk", figure.name, "truth")
        yield from (pk for pk, stored, truth in rows if stored != truth)
