"""What an upgrade makes of what was typed before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kundebro.ledger.models import DebtorProfile, PostingGroup, VatCode
from kundebro.prospects.models import Prospect
from tests.factories.ledger import posting_group, vat_code
from tests.live import connected_to, new_database

BEFORE = ("prospects", "0006_accounts_of_the_prospect")


@pytest.fixture
def _empty(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database of its own."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield


@pytest.mark.usefixtures("_empty")
def test_economic_texts_become_the_rows_they_name_and_unknown_ones_are_kept_as_retired_rows() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    old = executor.migrate([BEFORE]).apps.get_model("prospects", "Prospect")
    now = timezone.now()
    texts = {"1": ("s25", "GULD", "dk"), "2": ("", "guld", "VEST"), "3": ("", "", "")}
    for number, (code, profile, group) in texts.items():
        found_by = dict.fromkeys(("number_key", "number_sort", "sort_name", "search_text"), number)
        old._default_manager.create(
            number=number,
            name=number,
            created_at=now,
            changed_at=now,
            vat_code=code,
            debtor_profile=profile,
            debtor_posting_group=group,
            **found_by,
        )

    MigrationExecutor(connection).migrate(latest)

    first, second, third = Prospect.objects.order_by("number")
    assert (first.vat_code, first.debtor_posting_group) == (vat_code("S25"), posting_group("DK"))
    assert first.debtor_profile == second.debtor_profile == DebtorProfile.objects.get(name="GULD", is_active=False)
    assert second.debtor_posting_group == PostingGroup.objects.get(code="VEST", kind="debtor", is_active=False)
    assert (third.vat_code, third.debtor_profile, third.debtor_posting_group) == (None, None, None)
    assert not VatCode.objects.filter(is_active=False).exists()
