"""Whoever starts an import is told when it has ended."""

import pytest

from kundebro.imports.operations.carry_out import carry_out
from kundebro.mail.models import Notification
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_the_end_of_an_import_is_told_with_what_became_of_the_rows() -> None:
    by = make_user()
    upload = make_upload("Kontonummer;Navn\n20001;Vest\n20002;\n", by=by, target="prospects", name="liste.csv")

    done = carry_out(make_import(upload))

    notification = Notification.objects.get()
    assert (notification.user, notification.url) == (by, done.get_absolute_url())
    assert notification.text == "liste.csv er importeret: 1 nye, 0 ændrede, 1 afviste."


def test_a_dry_run_tells_nothing() -> None:
    upload = make_upload("Navn\nVest\n", by=make_user(), target="prospects")

    carry_out(make_import(upload, is_dry_run=True))

    assert not Notification.objects.exists()
