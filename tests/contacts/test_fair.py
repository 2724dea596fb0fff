"""The page Messe-indtastning: with script and without, right and wrong."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kundebro.contacts.fair import COLUMNS
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

NAMES = list(COLUMNS)


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def texts(**cells: str) -> list[str]:
    return [cells.get(name, "") for name in NAMES]


def send(client: Client, rows: Sequence[Any], **fields: str) -> Any:
    return client.post(
        reverse("contacts:fair"), {"idempotency_key": str(uuid4()), "sheet": json.dumps(rows), **fields}
    )


def check(client: Client, rows: Any) -> Any:
    return client.post(reverse("contacts:fair-check"), json.dumps(rows), content_type="application/json")


def told(response: Any) -> Any:
    assert response.status_code == 200
    return response.json()["rows"]


def test_the_empty_sheet_has_rows_with_proposed_numbers(client: Client, user: User) -> None:
    response = client.get(reverse("contacts:fair"))

    content = response.content.decode()
    assert response.status_code == 200
    assert content.count('data-column="name"') == 21  # twenty rows and the model of a new one
    assert 'placeholder="10' in content or 'placeholder="1"' in content


def test_a_sheet_is_saved_and_the_newest_are_shown_with_the_way_back(client: Client, user: User) -> None:
    response = send(client, [texts(name="A"), [], texts(name="B", contact_name="Bo")])

    assert (response.status_code, response.url) == (303, f"{reverse('prospects:list')}?sort=-created")
    assert sorted(Prospect.objects.values_list("name", flat=True)) == ["A", "B"]
    undo(Changeset.objects.latest("pk"), by=user)
    assert not Prospect.objects.exists()


def test_without_script_the_fields_of_the_form_are_read(client: Client, user: User) -> None:
    fields = {"name.0": "A", "name.19": "Sidste", "remark_1.19": "to\nlinjer"}

    response = client.post(reverse("contacts:fair"), {"idempotency_key": str(uuid4()), **fields})

    assert response.status_code == 303
    assert Prospect.objects.get(name="Sidste").remark_1 == "to\nlinjer"


def test_with_errors_nothing_is_saved_and_everything_typed_comes_back(client: Client, user: User) -> None:
    response = send(client, [texts(name="God"), texts(name="Dårlig", email="ikke <en> adresse", remark_1="Husk")])

    content = response.content.decode()
    assert response.status_code == 422
    assert not Prospect.objects.exists()
    assert 'value="God"' in content
    assert "ikke &lt;en&gt; adresse" in content
    assert 'aria-describedby="email.1.said"' in content
    assert "Husk</textarea>" in content
    assert 'value="good"' in content


def test_the_good_rows_are_saved_when_asked_for_and_the_bad_ones_stay(client: Client, user: User) -> None:
    rows = [texts(name="God"), texts(name="Dårlig", email="nej"), texts(name="God igen")]

    response = send(client, rows, save="good")

    content = response.content.decode()
    assert response.status_code == 422
    assert sorted(Prospect.objects.values_list("name", flat=True)) == ["God", "God igen"]
    assert 'value="Dårlig"' in content
    assert 'value="God"' not in content
    assert Changeset.objects.filter(operation="contacts.enter-fair").count() == 1


def test_a_sheet_sent_twice_counts_once_also_with_numbers_typed_by_hand(client: Client, user: User) -> None:
    rows, key = [texts(number="4711", name="A"), texts(name="B")], str(uuid4())

    first = send(client, rows, idempotency_key=key)
    again = send(client, rows, idempotency_key=key)

    assert (first.status_code, again.status_code) == (303, 303)
    assert Prospect.objects.count() == 2


def test_good_rows_sent_twice_count_once(client: Client, user: User) -> None:
    rows, key = [texts(number="4711", name="A"), texts(email="nej", name="B")], str(uuid4())

    for _time in range(2):
        response = send(client, rows, idempotency_key=key, save="good")
        assert 'value="4711"' not in response.content.decode()

    assert Prospect.objects.count() == 1


def test_a_taken_number_is_told_and_linked(client: Client, user: User) -> None:
    holder = create_prospect({"number": "4711", "name": "Holder"}, by=user)

    response = send(client, [texts(number="4711", name="A")])

    assert response.status_code == 422
    assert f'href="{holder.get_absolute_url()}"' in response.content.decode()
    assert Prospect.objects.count() == 1


def test_nothing_typed_is_said(client: Client, user: User) -> None:
    assert send(client, []).status_code == 422


@pytest.mark.parametrize(
    "sheet",
    [
        "{",
        "7",
        '{"a": 1}',
        "[7]",
        '[["a", 7]]',
        '[{"name": "A"}]',
        "[" * 100_000,
        json.dumps([[]] * 1000 + [["", "for langt nede"]]),
    ],
)
def test_a_sheet_that_is_none_is_refused(client: Client, user: User, sheet: str) -> None:
    response = client.post(reverse("contacts:fair"), {"idempotency_key": "k", "sheet": sheet})

    assert response.status_code == 400
    assert not Prospect.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "\ud800 halv", "\x00\x07 klokke", "'; DROP--"])
def test_odd_texts_are_kept_as_texts(client: Client, user: User, name: str) -> None:
    rows = [texts(name=name), texts(name="x", email="nej")]

    refused, saved = send(client, rows), send(client, rows[:1])

    assert "<script>alert(1)" not in refused.content.decode()
    assert saved.status_code == 303
    assert Prospect.objects.count() == 1


def test_a_row_is_looked_at_while_it_is_typed(client: Client, user: User) -> None:
    known = create_prospect({"name": "Nordlys ApS", "phone": "+4512345678"}, by=user)
    typed = texts(name="Nordlys", phone="12345678", postal_code="8000", email="nej")

    (row,) = told(check(client, [[11, typed], [12, texts()]]))

    assert row["place"] == 11
    assert row["tidied"] == {"phone": "+45 12 34 56 78", "postal_code": "8000", "city": "Aarhus C"}
    assert list(row["errors"]) == ["email"]
    assert [remark["url"] for remark in row["duplicates"]] == [known.get_absolute_url()]
    assert row["marks"]["phone"] == "+4512345678"


def test_a_duplicate_one_may_not_see_is_told_without_its_name(client: Client) -> None:
    create_prospect({"name": "Hemmelig A/S", "email": "info@hemmelig.dk"}, by=make_user())
    client.force_login(make_user(role=Role.SELLER, scope=Scope.OWN))

    response = check(client, [[0, texts(name="Ukendt", email="info@hemmelig.dk")]])

    (duplicate,) = told(response)[0]["duplicates"]
    assert duplicate["url"] == ""
    assert "Hemmelig" not in response.content.decode()


@pytest.mark.parametrize("rows", [{}, 7, [[0]], [["0", []]], [[0, [1]]], [[5000, []]]])
def test_a_question_that_is_none_is_refused(client: Client, user: User, rows: Any) -> None:
    assert check(client, rows).status_code == 400


@pytest.mark.parametrize("name", ["fair", "fair-check"])
def test_who_may_not_create_prospects_may_not_enter(client: Client, name: str) -> None:
    client.force_login(make_user(role=Role.READER))

    response: HttpResponse = client.post(reverse(f"contacts:{name}"), {"sheet": "[]"})  # type: ignore[assignment]

    assert response.status_code == 403
