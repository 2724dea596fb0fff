"""A list meets prospects that others change or take away at the moment it is written: it writes on what is there then."""

from collections.abc import Callable
from typing import Any

import pytest

from kundebro.core.verify import breached, verify
from kundebro.imports.operations.carry_out import carry_out
from kundebro.prospects.importing import session
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, create_prospect
from kundebro.users.choices import Role
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """`meanwhile(deed)`: it is done after the list was compared, the moment before its prospects are locked."""
    hold = session.hold

    def prepare(deed: Callable[[], object]) -> None:
        def hold_too_late(**keys: Any) -> None:
            deed()
            hold(**keys)

        monkeypatch.setattr(session, "hold", hold_too_late)

    return prepare


def carried_out(user: Any, rows: str) -> Any:
    run = make_import(make_upload(f"Kontonummer;Navn\n{rows}\n", by=user, target="prospects"))
    carry_out(run)
    run.refresh_from_db()
    return run


def test_what_another_has_written_stays(meanwhile: Callable[[Callable[[], object]], None]) -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    prospect = create_prospect({"number": "1", "name": "Smed"}, by=user)
    meanwhile(lambda: change_prospect(Prospect.objects.get(), {"city": "Ribe"}, by=user))

    run = carried_out(user, "1;Smedje")

    prospect.refresh_from_db()
    assert (run.updated, prospect.name, prospect.city, prospect.version) == (1, "Smedje", "Ribe", 3)
    assert breached(verify()) == []


def test_one_that_is_gone_is_made_anew(meanwhile: Callable[[Callable[[], object]], None]) -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    create_prospect({"number": "1", "name": "Smed"}, by=user)
    meanwhile(lambda: Prospect.objects.get().delete())

    run = carried_out(user, "1;Smedje")

    assert (run.created, Prospect.objects.get().name) == (1, "Smedje")
    assert breached(verify()) == []
