"""Groups of fields edited in place."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Debtor, PartyAccount
from kundebro.ledger.operations import change_debtor
from kundebro.users.choices import Role
from tests.factories.ledger import make_creditor, make_debtor, posting_group
from tests.factories.users import make_user

PART = {"HX-Request": "true", "HX-Target": "group-reach"}
pytestmark = pytest.mark.django_db


def address(account: PartyAccount, group: str) -> str:
    return f"{account.get_absolute_url()}groups/{group}/edit/"


def filled(client: Client, url: str, **values: Any) -> dict[str, Any]:
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**data, **values}.items() if value not in (None, False)}


def test_what_is_typed_is_stored_in_its_usual_form(client: Client) -> None:
    debtor = make_debtor()
    url = address(debtor, "reach")

    answer = client.post(url, filled(client, url, phone="62 52 10 10"), headers=PART)

    debtor.refresh_from_db()
    assert (answer.status_code, debtor.phone) == (200, "+4562521010")
    assert "record-summary" in answer.content.decode()


def test_percent_and_amounts_are_typed_as_people_write_them(client: Client) -> None:
    debtor = make_debtor()
    url = address(debtor, "terms")

    client.post(url, filled(client, url, discount_hundredths="12,5", credit_limit_ore="50.000"))

    debtor.refresh_from_db()
    assert (debtor.discount_hundredths, debtor.credit_limit_ore) == (1250, 5_000_000)
    again = client.get(url).context["form"]
    assert (again["discount_hundredths"].value(), again["credit_limit_ore"].value()) == ("12,5", "50.000,00")


@pytest.mark.parametrize(
    ("field", "value"), [("discount_hundredths", "101"), ("credit_limit_ore", "-1"), ("credit_limit_ore", "mange")]
)
def test_what_cannot_be_is_refused_at_its_field(client: Client, field: str, value: str) -> None:
    url = address(make_debtor(), "terms")

    answer = client.post(url, filled(client, url, **{field: value}))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_only_posting_groups_of_the_kind_are_offered(client: Client) -> None:
    form = client.get(address(make_creditor(), "accounting")).context["form"]

    offered = set(form.fields["posting_group"].queryset)

    assert posting_group("DK", PartyKind.CREDITOR) in offered
    assert {group.kind for group in offered} == {PartyKind.CREDITOR}


def test_a_taken_number_links_its_holder(client: Client) -> None:
    holder, debtor = make_debtor(number="777"), make_debtor()
    url = address(debtor, "identity")

    answer = client.post(url, filled(client, url, number="777"))

    assert (answer.status_code, holder.get_absolute_url() in answer.content.decode()) == (422, True)


def test_a_stale_form_asks_only_what_both_changed(client: Client) -> None:
    debtor = make_debtor(phone="+4511111111", city="Ribe")
    url = address(debtor, "reach")
    data = filled(client, url, phone="33333333", email="ny@firma.dk")
    change_debtor(debtor, {"phone": "+4522222222", "mobile": "+4544444444"}, by=make_user(name="Hurtig Hans"))

    asked = client.post(url, data)

    assert (asked.status_code, asked.context["meeting"].asked) == (422, {"phone"})
    again = {name: asked.context["form"][name].value() for name in asked.context["form"].fields}
    client.post(
        url,
        {
            **{name: value or "" for name, value in again.items()},
            **data,
            "keep-phone": "theirs",
            "version": again["version"],
            "mobile": "44444444",
        },
    )
    debtor.refresh_from_db()
    assert (debtor.phone, debtor.mobile, debtor.email) == ("+4522222222", "+4544444444", "ny@firma.dk")


def test_a_seller_opens_accounts_and_corrects_none(as_role: Callable[[Role], Client]) -> None:
    debtor = make_debtor()
    seller = as_role(Role.SELLER)

    assert seller.get("/debtors/open/").status_code == 200
    assert seller.get(address(debtor, "reach")).status_code == 403
    assert seller.get(debtor.get_absolute_url()).context["card"].groups[0].edit_url == ""


def test_a_change_can_be_undone_from_the_toast(client: Client) -> None:
    debtor = make_debtor(city="Ribe")
    url = address(debtor, "address")
    answer = client.post(url, filled(client, url, city="Odense"), headers=PART)
    undo = answer.headers["HX-Trigger"].partition('"undo_url": "')[2].partition('"')[0]

    client.post(undo)

    assert Debtor.objects.get().city == "Ribe"
