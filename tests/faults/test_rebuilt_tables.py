"""A migration that rebuilds the tables of what is posted leaves them as they were, and guarded again (LED-2)."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import IntegerField

from kundebro.ledger.operations import close_period, post_payment
from kundebro.ledger.walls import POSTED, missing_walls
from kundebro.users.models import User
from tests.factories.ledger import account, kr, party_line
from tests.faults.books import DAY, TERMS, debtors, invoice
from tests.ledger.books import assert_stands, breaches, ways_around
from tests.live import Live, connected_to

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def test_after_a_migration_that_rebuilds_them_posted_rows_still_stand(installation: Live) -> None:
    column: Any = IntegerField(null=True)
    column.set_attributes_from_name("extra")
    with connected_to(installation.url):
        user = User.objects.get()
        (debtor,) = debtors(1)
        owed = [party_line(invoice(debtor))]
        post_payment(debtor, kr("1.250,00"), TERMS, through=account("5820"), settles=owed, by=user)
        close_period(through=DAY, by=user)
        for model in POSTED:
            with connection.schema_editor() as editor:
                editor.add_field(model, column)
            with connection.schema_editor() as editor:
                editor.remove_field(model, column)
        assert bool(missing_walls()) == (connection.vendor == "sqlite")  # it copies the table and forgets the triggers

        call_command("migrate", interactive=False, verbosity=0)

        assert (missing_walls(), breaches()) == ([], [])
        for model in POSTED:
            for how in ways_around():
                assert_stands(how, model)
