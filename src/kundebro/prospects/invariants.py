"""What must hold of prospects."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import CHUNK, Breach, found, register
from kundebro.history.models import Change
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.parties.invariants import numbers_given_once
from kundebro.prospects.figures import Figure, figures
from kundebro.prospects.models import Prospect


def register_invariants() -> None:
    """Everything below."""
    register(id="I-09", title=_("An account has one prospect, and a transferred prospect its account"), check=links)
    register(id="I-11", title=_("Each account number is given once"), check=numbers)
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


def figures_kept() -> Iterator[Breach]:
    """Prospects whose stored figures differ from what they are worked out to; a column that people still type is theirs."""
    for figure in figures:
        if not Prospect._meta.get_field(figure.name).editable:
            yield from found(f"{Prospect._meta.label}.{figure.name}", _unlike(figure))


def _unlike(figure: Figure) -> Iterator[int]:
    """Compared a portion of keys at a time: the truth is a question of its own for each row."""
    last = Prospect._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last + 1, CHUNK):
        portion = Prospect._base_manager.filter(pk__gte=start, pk__lt=start + CHUNK).annotate(truth=figure.value())
        rows = portion.order_by("pk").values_list("pk", figure.name, "truth")
        yield from (pk for pk, stored, truth in rows if stored != truth)
