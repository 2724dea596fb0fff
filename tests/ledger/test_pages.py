"""What the ledger puts into the menu and the set-up."""

from typing import Any

import pytest
from django.test import Client

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import DebtorProfile, PostingGroup
from kundebro.users.choices import Role
from tests.factories.ledger import make_debtor, make_debtor_profile, posting_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role=role))
    return client


def filled(client: Client, url: str, **values: Any) -> dict[str, Any]:
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**data, **values}.items() if value not in (None, False)}


def test_the_menu_holds_both_ledgers_and_amounts_only_for_those_who_may_see_them() -> None:
    bookkeeper, marketing = (
        signed_in(role).get("/debtors/").content.decode() for role in (Role.BOOKKEEPER, Role.MARKETING)
    )

    assert ('href="/creditors/"' in bookkeeper, 'href="/creditors/ageing/"' in bookkeeper) == (True, True)
    assert ('href="/creditors/"' in marketing, 'href="/creditors/ageing/"' in marketing) == (True, False)


@pytest.mark.parametrize("table", ["debtor-profile", "creditor-profile", "posting-group", "vat-code"])
def test_the_set_up_lists_every_table_and_opens_its_rows(table: str) -> None:
    client = signed_in(Role.BOOKKEEPER)

    page = client.get(f"/setup/tables/{table}/")

    assert f'href="/setup/tables/{table}/"' in client.get("/setup/").content.decode()
    first = page.context["table"].records[0]
    assert client.get(f"/setup/tables/{table}/{first.pk}/").status_code == 200


def test_a_profile_is_added_and_given_to_new_debtors() -> None:
    client = signed_in(Role.BOOKKEEPER)
    url = "/setup/tables/debtor-profile/add/"

    answer = client.post(url, filled(client, url, code="STOR", name="Storkunder", posting_group=posting_group().pk))

    assert (answer.status_code, DebtorProfile.objects.get(code="STOR").posting_group) == (303, posting_group())


def test_a_second_default_profile_is_refused() -> None:
    client = signed_in(Role.BOOKKEEPER)
    other = make_debtor_profile()
    url = f"/setup/tables/debtor-profile/{other.pk}/"

    answer = client.post(url, filled(client, url, is_default="on"))

    assert (answer.status_code, DebtorProfile.objects.filter(is_default=True).count()) == (422, 1)


def test_a_posting_group_in_use_is_not_deleted() -> None:
    client = signed_in(Role.BOOKKEEPER)
    group = make_debtor().posting_group

    client.post(f"/setup/tables/posting-group/{group.pk}/delete/")

    assert PostingGroup.objects.filter(pk=group.pk, kind=PartyKind.DEBTOR).exists()


def test_others_see_the_set_up_and_change_nothing() -> None:
    assert signed_in(Role.SELLER).get("/setup/tables/debtor-profile/add/").status_code == 403
