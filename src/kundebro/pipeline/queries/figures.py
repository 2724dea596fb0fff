"""What a prospect's open sales projects are worth (FG-2, FG-3), as expressions over the outer query's prospect."""

from django.db.models import BigIntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from kundebro.pipeline.models import SalesProject


def value_of() -> Coalesce:
    """Værdi: the sum of what the open projects are worth, in øre."""
    return _sum_of("weighted_ore")


def quotes_of() -> Coalesce:
    """TilbudKr: the sum of what has been quoted in open projects, in øre."""
    return _sum_of("quote_ore")


def _sum_of(column: str) -> Coalesce:
    mine = SalesProject.objects.open().filter(prospect=OuterRef("pk")).order_by().values("prospect")
    return Coalesce(Subquery(mine.annotate(total=Sum(column)).values("total")), 0, output_field=BigIntegerField())
