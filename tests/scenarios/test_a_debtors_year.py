"""Et år på en debitors konto: faktura med moms, delbetaling, kreditnota, udligning og kontoudtog måned for måned."""

from calendar import monthrange
from datetime import date

import pytest

from kundebro.company.models import PaymentTerms
from kundebro.core.verify import breached, verify
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Debtor, OpenItem
from kundebro.ledger.operations import change_debtor, post_credit_note, post_invoice, post_payment, settle, unsettle
from kundebro.ledger.queries import ageing, balances, open_entries_of, statement_of, vat_totals
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.ledger import account, kr, lines_of, make_debtor, on, party_line, sold
from tests.factories.users import make_user
from tests.ledger.books import as_after_a_commit

pytestmark = pytest.mark.django_db

YEAR = 2025


@pytest.fixture
def bookkeeper() -> User:
    return make_user(role=Role.BOOKKEEPER)


def pays_by(code: str) -> PaymentTerms:
    return PaymentTerms.objects.get(code=code)


def open_now(debtor: Debtor) -> list[tuple[str, date, str]]:
    """Hvad der står åbent: dokument, forfald og rest."""
    return [(item.line.entry.document_no, item.due_on, str(item.remaining)) for item in open_entries_of(debtor)]


def month(debtor: Debtor, number: int) -> tuple[str, list[tuple[str, str]], str]:
    """Månedens kontoudtog: saldo først, hver linje med saldoen efter den, saldo sidst."""
    last = date(YEAR, number, monthrange(YEAR, number)[1])
    statement = statement_of(debtor, first=date(YEAR, number, 1), last=last)
    return (
        str(statement.opening),
        [(str(each.line.amount), str(each.balance)) for each in statement.lines],
        str(statement.closing),
    )


def test_a_debtors_year_to_the_last_ore(bookkeeper: User) -> None:
    debtor = make_debtor(name="Fjordens Færger A/S", payment_terms=pays_by("LBMD"))

    # 15. januar: Faktura F1 på 8.000,00 kr. plus 25 % moms. Løbende måned: den forfalder 31. januar.
    f1 = post_invoice(debtor, [sold("8.000,00")], on(date(YEAR, 1, 15), document_no="F1"), by=bookkeeper)
    assert lines_of(f1) == [("5600", "10.000,00 kr."), ("1000", "-8.000,00 kr."), ("6900", "-2.000,00 kr.")]
    assert open_now(debtor) == [("F1", date(YEAR, 1, 31), "10.000,00 kr.")]

    # 3. februar: Kunden betaler 6.000,00 kr. i banken som delbetaling af F1.
    post_payment(
        debtor,
        kr("6.000,00"),
        on(date(YEAR, 2, 3), document_no="B1"),
        through=account("5820"),
        settles=[party_line(f1)],
        by=bookkeeper,
    )
    assert open_now(debtor) == [("F1", date(YEAR, 1, 31), "4.000,00 kr.")]

    # 10. marts: Kreditnota K1 på 800,00 kr. plus moms, sat mod F1. Momsen går tilbage, som den kom.
    k1 = post_credit_note(
        debtor,
        [sold("800,00")],
        on(date(YEAR, 3, 10), document_no="K1"),
        settles=[party_line(f1)],
        by=bookkeeper,
    )
    assert lines_of(k1) == [("5600", "-1.000,00 kr."), ("1000", "800,00 kr."), ("6900", "200,00 kr.")]
    assert open_now(debtor) == [("F1", date(YEAR, 1, 31), "3.000,00 kr.")]

    # Ved udgangen af marts er resten 59 dage over tiden.
    (row,) = ageing(PartyKind.DEBTOR, on=date(YEAR, 3, 31))
    assert (row.not_due_ore, row.overdue_ore) == (0, [0, 3_000_00, 0, 0])

    # 20. april: 3.000,00 kr. kommer ind uden at sige, hvad der betales; de står åbne ved siden af F1.
    b2 = post_payment(
        debtor, kr("3.000,00"), on(date(YEAR, 4, 20), document_no="B2"), through=account("5820"), by=bookkeeper
    )
    assert open_now(debtor) == [
        ("F1", date(YEAR, 1, 31), "3.000,00 kr."),
        ("B2", date(YEAR, 4, 20), "−3.000,00 kr."),
    ]

    # 5. maj: De udlignes, det tages tilbage, og de udlignes igen. Saldoen er 0 hele vejen.
    settlement = settle(party_line(f1), party_line(b2), on=date(YEAR, 5, 5), by=bookkeeper)
    assert open_now(debtor) == []
    unsettle(settlement, on=date(YEAR, 5, 5), by=bookkeeper)
    assert [rest for _document, _due, rest in open_now(debtor)] == ["3.000,00 kr.", "−3.000,00 kr."]
    settle(party_line(f1), party_line(b2), on=date(YEAR, 5, 5), by=bookkeeper)
    assert open_now(debtor) == []

    # 13. juni: Syv linjer à 0,33 kr. Moms af summen, 2,31 kr., er 0,58 kr. og ikke syv gange 0,08.
    f2 = post_invoice(debtor, [sold("0,33")] * 7, on(date(YEAR, 6, 13), document_no="F2"), by=bookkeeper)
    assert (lines_of(f2)[0], lines_of(f2)[-1]) == (("5600", "2,89 kr."), ("6900", "-0,58 kr."))
    assert open_now(debtor) == [("F2", date(YEAR, 6, 30), "2,89 kr.")]

    # 1. juli: Nye vilkår, løbende måned + 14 dage. De gælder fra næste faktura, ikke for F2.
    debtor = change_debtor(debtor, {"payment_terms": pays_by("LBMD14")}, by=bookkeeper)
    f3 = post_invoice(debtor, [sold("1.234,56")], on(date(YEAR, 7, 2), document_no="F3"), by=bookkeeper)
    assert open_now(debtor) == [
        ("F2", date(YEAR, 6, 30), "2,89 kr."),
        ("F3", date(YEAR, 8, 14), "1.543,20 kr."),
    ]

    # 14. august: Kunden betaler 1.546,00 kr.: F2 først, så F3, og 9 øre mangler.
    post_payment(
        debtor,
        kr("1.546,00"),
        on(date(YEAR, 8, 14), document_no="B3"),
        through=account("5820"),
        settles=[party_line(f2), party_line(f3)],
        by=bookkeeper,
    )
    assert open_now(debtor) == [("F3", date(YEAR, 8, 14), "0,09 kr.")]

    # 31. december: De 9 øre er det hele, og de er forfaldne. Kontoudtogene hænger sammen fra måned til måned.
    debtor.refresh_from_db()
    assert (str(debtor.balance), str(debtor.overdue), debtor.open_count) == ("0,09 kr.", "0,09 kr.", 1)
    assert month(debtor, 1) == ("0,00 kr.", [("10.000,00 kr.", "10.000,00 kr.")], "10.000,00 kr.")
    assert month(debtor, 2) == ("10.000,00 kr.", [("−6.000,00 kr.", "4.000,00 kr.")], "4.000,00 kr.")
    assert month(debtor, 3) == ("4.000,00 kr.", [("−1.000,00 kr.", "3.000,00 kr.")], "3.000,00 kr.")
    assert month(debtor, 4) == ("3.000,00 kr.", [("−3.000,00 kr.", "0,00 kr.")], "0,00 kr.")
    assert month(debtor, 5) == ("0,00 kr.", [], "0,00 kr.")
    assert month(debtor, 6) == ("0,00 kr.", [("2,89 kr.", "2,89 kr.")], "2,89 kr.")
    assert month(debtor, 7) == ("2,89 kr.", [("1.543,20 kr.", "1.546,09 kr.")], "1.546,09 kr.")
    assert month(debtor, 8) == ("1.546,09 kr.", [("−1.546,00 kr.", "0,09 kr.")], "0,09 kr.")
    for number in range(9, 13):
        assert month(debtor, number) == ("0,09 kr.", [], "0,09 kr.")

    # Årets moms og råbalance, og alt stemmer.
    turnover = {"S25": ("−2.109,22 kr.", "−8.436,87 kr.")}
    vat = vat_totals(first=date(YEAR, 1, 1), last=date(YEAR, 12, 31))
    assert {code: (str(tax), str(basis)) for code, (tax, basis) in vat.items()} == turnover
    assert [(each.number, str(each.balance)) for each in balances(on=date(YEAR, 12, 31))] == [
        ("1000", "−8.436,87 kr."),
        ("5600", "0,09 kr."),
        ("5820", "10.546,00 kr."),
        ("6900", "−2.109,22 kr."),
    ]
    as_after_a_commit()
    assert breached(verify()) == []
    assert OpenItem.objects.count() == 7
