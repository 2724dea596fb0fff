from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from kundebro.company.choices import PaymentKind
from kundebro.company.models import PaymentTerms
from tests.factories.company import make_payment_terms

INVOICED_AND_DUE = [  # domain.md 5.5: invoice date, net 14, løbende måned, + 14, + 30
    ("2026-04-10", "2026-04-24", "2026-04-30", "2026-05-14", "2026-05-30"),
    ("2026-01-31", "2026-02-14", "2026-01-31", "2026-02-14", "2026-03-02"),
    ("2026-02-28", "2026-03-14", "2026-02-28", "2026-03-14", "2026-03-30"),
    ("2026-12-30", "2027-01-13", "2026-12-31", "2027-01-14", "2027-01-30"),
    ("2028-02-01", "2028-02-15", "2028-02-29", "2028-03-14", "2028-03-30"),
]
TERMS = [
    PaymentTerms(kind=PaymentKind.NET, days=14),
    PaymentTerms(kind=PaymentKind.END_OF_MONTH),
    PaymentTerms(kind=PaymentKind.END_OF_MONTH_PLUS, days=14),
    PaymentTerms(kind=PaymentKind.END_OF_MONTH_PLUS, days=30),
]


@pytest.mark.parametrize(("invoiced", "due"), [(row[0], row[1:]) for row in INVOICED_AND_DUE])
def test_the_due_date_follows_the_table(invoiced: str, due: tuple[str, ...]) -> None:
    dates = [terms.due_date(date.fromisoformat(invoiced)) for terms in TERMS]

    assert dates == [date.fromisoformat(day) for day in due]


@pytest.mark.parametrize("kind", [PaymentKind.CASH, PaymentKind.CASH_ON_DELIVERY, PaymentKind.PREPAID])
def test_what_is_paid_at_once_falls_due_on_the_invoice_date(kind: PaymentKind) -> None:
    assert PaymentTerms(kind=kind).due_date(date(2026, 4, 10)) == date(2026, 4, 10)


def test_a_fixed_date_is_typed_on_the_invoice() -> None:
    assert PaymentTerms(kind=PaymentKind.FIXED_DATE).due_date(date(2026, 4, 10)) is None


def test_a_weekend_does_not_move_the_due_date() -> None:
    assert PaymentTerms(kind=PaymentKind.NET, days=8).due_date(date(2026, 11, 20)) == date(2026, 11, 28)


def test_the_cash_discount_has_its_own_last_day() -> None:
    terms = PaymentTerms(kind=PaymentKind.NET, days=30, cash_discount_percent=Decimal("2.00"), cash_discount_days=8)

    assert terms.cash_discount_date(date(2026, 4, 10)) == date(2026, 4, 18)


def test_terms_without_a_cash_discount_have_no_such_day() -> None:
    assert PaymentTerms(kind=PaymentKind.NET, days=30).cash_discount_date(date(2026, 4, 10)) is None


@pytest.mark.django_db
def test_the_database_refuses_days_where_none_are_counted() -> None:
    with pytest.raises(IntegrityError, match="payment_terms_days_only_where_counted"):
        make_payment_terms(kind=PaymentKind.CASH, days=8)


@pytest.mark.django_db
def test_the_database_refuses_a_cash_discount_without_days() -> None:
    terms = make_payment_terms(days=30)

    with pytest.raises(IntegrityError, match="payment_terms_cash_discount_whole"):
        PaymentTerms.objects.filter(pk=terms.pk).update(cash_discount_percent=Decimal(2))
