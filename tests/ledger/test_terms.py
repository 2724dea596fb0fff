import pytest

from kundebro.ledger.choices import Origin, PartyKind
from kundebro.ledger.queries import default_profile
from kundebro.ledger.terms import Term, terms_of
from tests.factories.ledger import make_debtor_profile, posting_group, vat_code

pytestmark = pytest.mark.django_db


def test_each_term_says_where_it_comes_from() -> None:
    profile = make_debtor_profile(vat_code=vat_code("SEUV"), language="en")
    details = {"name": "Firma", "currency_id": "EUR", "payment_terms_id": None, "language": ""}

    terms = terms_of(PartyKind.DEBTOR, details, profile=profile, default=default_profile(PartyKind.DEBTOR))

    assert terms["currency"] == Term("EUR", Origin.OWN)
    assert terms["vat_code"] == Term(vat_code("SEUV"), Origin.PROFILE)
    assert terms["language"] == Term("en", Origin.PROFILE)
    assert terms["posting_group"] == Term(posting_group("DK"), Origin.COMPANY)
    assert terms["department"] == Term(None, Origin.NONE)


def test_a_creditor_has_no_reminders() -> None:
    assert "reminder_model" not in terms_of(PartyKind.CREDITOR, {})
