import pytest
from pytest_django import DjangoAssertNumQueries

from kundebro.ledger.models import Debtor
from kundebro.ledger.operations import archive_debtor
from kundebro.ledger.queries import AccountFilter, creditor_page, debtor_page
from kundebro.users.choices import Role
from tests.factories.ledger import make_creditor, make_debtor
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

FIELDS = ("number", "name", "balance_ore", "posting_group__name")


def names(query: dict[str, str], sort: str = "name") -> list[str]:
    page = debtor_page(wanted=AccountFilter(query), seen_by=make_user(role=Role.READER), fields=FIELDS, sort=sort)
    return [row.name for row in page.items]


def test_debtors_come_in_danish_order() -> None:
    for name in ("Østerbro", "Aabenraa", "Zebra", "Anders"):
        make_debtor(name=name)

    assert names({}) == ["Anders", "Zebra", "Østerbro", "Aabenraa"]


def test_the_state_chooses_among_accounts() -> None:
    make_debtor(name="I brug")
    make_debtor(name="Spærret", is_barred=True)
    owing = make_debtor(name="Skylder")
    Debtor._base_manager.filter(pk=owing.pk).update(open_count=1, balance_ore=100)
    archive_debtor(make_debtor(name="Væk"), by=make_user())

    assert names({}) == ["I brug", "Skylder", "Spærret"]
    assert names({"state": "open"}) == ["Skylder"]
    assert names({"state": "blocked"}) == ["Spærret"]
    assert names({"state": "archived"}) == ["Væk"]
    assert names({"state": "all"}) == ["I brug", "Skylder", "Spærret", "Væk"]
    assert names({"state": "nonsense", "q": "spær"}) == ["Spærret"]


def test_the_balance_orders_the_list() -> None:
    for name, balance in (("Lille", 100), ("Stor", 900), ("Til gode", -50)):
        Debtor._base_manager.filter(pk=make_debtor(name=name).pk).update(balance_ore=balance)

    assert names({}, sort="-balance") == ["Stor", "Lille", "Til gode"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_whatever_its_length(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_creditor()
    user = make_user(role=Role.READER)

    with django_assert_num_queries(2):
        page = creditor_page(wanted=AccountFilter({}), seen_by=user, fields=FIELDS)

    assert {row.posting_group__name for row in page.items} == {"Danmark"}  # type: ignore[attr-defined]
    assert len(page.items) == rows


def test_who_has_no_access_sees_no_accounts() -> None:
    make_debtor()

    assert not Debtor.objects.all().visible_to(make_user(is_active=False)).exists()
