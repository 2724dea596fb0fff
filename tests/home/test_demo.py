"""What one sees of the demo company at the first look."""

from datetime import date

import pytest

from kundebro.activities.models import Activity
from kundebro.activities.queries import Span, count_of
from kundebro.core.verify import breached, verify
from kundebro.home.demo import make_demo
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor, Entry
from kundebro.ledger.queries import ageing
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.queries import drift_of
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries.transfer import checklist, named_profile, prospective_terms
from kundebro.users.models import User
from tests.ledger.books import as_after_a_commit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def test_the_demo_company_has_accounts_that_owe_and_a_prospect_that_said_yes() -> None:
    make_demo(today=TODAY, prospects=60, contacts_each=1)

    assert (Debtor.objects.count(), Creditor.objects.count()) == (18, 6)
    assert set(Entry.objects.values_list("kind", flat=True)) == {"invoice", "payment", "credit_note"}
    assert Entry.objects.latest("voucher_date").voucher_date <= TODAY
    owed = ageing(PartyKind.DEBTOR, on=TODAY)
    assert any(row.not_due_ore for row in owed)
    assert any(sum(row.overdue_ore) for row in owed)
    assert Debtor.objects.filter(balance_ore=0).exists()
    assert Creditor.objects.filter(balance_ore__lt=0).exists()

    ready = Prospect.objects.get(remark_1__startswith="Har sagt ja")
    profile = named_profile(ready, PartyKind.DEBTOR)
    steps = checklist(ready, PartyKind.DEBTOR, prospective_terms(ready, PartyKind.DEBTOR, profile), profile)
    assert (ready.is_debtor, [step.title for step in steps if not step.is_ready]) == (False, [])

    projects = SalesProject.objects.all()
    assert set(projects.open().values_list("stage__code", flat=True)) == {"PROSPEKT", "TILBUD", "ORDRE"}
    assert set(projects.closed().values_list("outcome", flat=True)) == {"won", "lost", "dropped"}
    drift = drift_of(projects)
    assert drift is not None
    assert drift.moves

    seller = User.objects.get(initials="SØJ")
    counts = count_of(seller, seen_by=seller, today=TODAY).counts
    assert all(counts[span] for span in (Span.OVERDUE, Span.TODAY, Span.WEEK, Span.LATER, Span.UNDATED))
    assert Activity.objects.done().exists()

    as_after_a_commit()
    assert breached(verify()) == []
