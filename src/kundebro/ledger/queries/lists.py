"""One page of debtors or creditors, and what one wants to see of them."""

from collections.abc import Collection, Mapping
from typing import Any, Final, TypeVar

from django.db.models import F

from kundebro.core.pages import SIZE, Count, Cursor, Page, paginate
from kundebro.core.search import searched
from kundebro.ledger.models import Creditor, Debtor, PartyAccount, PartyAccountQuerySet
from kundebro.users.models import User

Account = TypeVar("Account", bound=PartyAccount)

STATES: Final = ("active", "open", "blocked", "archived", "all")
SORTS: Final[Mapping[str, str]] = {
    "name": "sort_name",
    "number": "number_sort",
    "city": "city_sort",
    "balance": "balance_ore",
    "overdue": "overdue_ore",
    "created": "pk",
}


class AccountFilter:
    """The search text and the state chosen (`active`, `open`, `blocked`, `archived`, `all`)."""

    def __init__(self, query: Mapping[str, Any]) -> None:
        self.text = str(query.get("q", "")).replace("\0", "").strip()[:200]
        self.state = str(query.get("state")) if query.get("state") in STATES else "active"

    @property
    def is_empty(self) -> bool:
        """Whether the list is shown as it stands."""
        return not self.text and self.state == "active"

    def applied_to(self, accounts: "PartyAccountQuerySet[Account]") -> "PartyAccountQuerySet[Account]":
        """The accounts that match."""
        if self.state != "all":
            accounts = getattr(accounts, self.state)()
        return searched(accounts, self.text) if self.text else accounts


def order_of(sort: str) -> tuple[str, ...]:
    """The order a list's `sort` parameter asks for: a column's key, with `-` the other way round."""
    direction, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    column = SORTS.get(key, SORTS["name"])
    return (f"{direction}{column}",) if column == "pk" else (f"{direction}{column}", f"{direction}pk")


def debtor_page(  # noqa: PLR0913  what an address says of a list, one by one
    *,
    wanted: AccountFilter,
    seen_by: User,
    fields: Collection[str],
    sort: str = "name",
    after: Cursor | None = None,
    size: int = SIZE,
    count: Count | None = None,
) -> Page[Debtor]:
    """One page of the debtors the user may see; as `prospects.queries.prospect_page`."""
    rows = wanted.applied_to(Debtor.objects.all().visible_to(seen_by))
    return paginate(_narrow(rows, fields, sort), order=order_of(sort), after=after, size=size, count=count)


def creditor_page(  # noqa: PLR0913  as above
    *,
    wanted: AccountFilter,
    seen_by: User,
    fields: Collection[str],
    sort: str = "name",
    after: Cursor | None = None,
    size: int = SIZE,
    count: Count | None = None,
) -> Page[Creditor]:
    """One page of the creditors the user may see."""
    rows = wanted.applied_to(Creditor.objects.all().visible_to(seen_by))
    return paginate(_narrow(rows, fields, sort), order=order_of(sort), after=after, size=size, count=count)


def _narrow(
    rows: "PartyAccountQuerySet[Account]", fields: Collection[str], sort: str
) -> "PartyAccountQuerySet[Account]":
    """Only what the list shows; `posting_group__name` and the like become attributes of that name."""
    own = {name for name in fields if "__" not in name}
    foreign = {name: F(name) for name in fields if "__" in name}
    narrowed: Any = rows.annotate(**foreign).only(*own, *(name.lstrip("-") for name in order_of(sort)))
    return narrowed  # type: ignore[no-any-return]
