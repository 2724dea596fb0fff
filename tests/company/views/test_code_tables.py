from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kundebro.company.models import Department, PaymentTerms
from tests.factories.company import make_department, make_payment_terms
from tests.factories.users import make_user

LIST = reverse("company:code-table", args=["department"])
ADD = reverse("company:code-row-add", args=["department"])


def address(name: str, department: Department) -> str:
    return reverse(f"company:code-row-{name}", args=["department", department.pk])


def test_the_list_shows_every_row_and_how_often_it_is_used(administrator: Client) -> None:
    busy = make_department(name="Salg & service")
    make_user(department=busy)

    html = administrator.get(LIST).content.decode()

    assert "Salg &amp; service" in html
    assert f'href="{address("change", busy)}"' in html
    assert "Hovedafdeling" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_questions(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _row in range(rows):
        make_department()
    administrator.get(LIST)

    with django_assert_num_queries(11):
        administrator.get(LIST)


def test_who_may_not_change_gets_no_links(bookkeeper: Client) -> None:
    department = make_department()

    html = bookkeeper.get(LIST).content.decode()

    assert department.name in html
    assert address("change", department) not in html
    assert ADD not in html


def test_an_unknown_table_is_not_found(administrator: Client) -> None:
    assert administrator.get(reverse("company:code-table", args=["user"])).status_code == 404


def test_a_row_is_added_last(administrator: Client) -> None:
    make_department(position=70)
    offered = administrator.get(ADD).context["form"]["position"].value()

    response = administrator.post(ADD, {"code": " SALG ", "name": "Salg", "colour": "blue", "position": offered})

    department = Department.objects.get(code="SALG")
    assert (response.status_code, response["Location"]) == (303, LIST)
    assert (department.name, department.colour, department.position) == ("Salg", "blue", 80)


def test_a_code_stands_once(administrator: Client) -> None:
    make_department(code="SALG")

    response = administrator.post(ADD, {"code": "SALG", "name": "Salg", "colour": "", "position": 10})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["code"]


def test_a_row_is_changed(administrator: Client) -> None:
    department = make_department(code="SALG", name="Salg")

    administrator.post(
        address("change", department), {"code": "SALG", "name": "Salg og service", "colour": "", "position": 10}
    )

    department.refresh_from_db()
    assert department.name == "Salg og service"


def test_a_field_someone_else_changed_meanwhile_is_asked_about_once(administrator: Client) -> None:
    department = make_department(code="SALG", name="Salg", position=10)
    sent = {"code": "SALG", "name": "Mit navn", "colour": "", "position": "10"}
    seen = {"initial-code": "SALG", "initial-name": "Salg", "initial-colour": "", "initial-position": "10"}
    Department.objects.filter(pk=department.pk).update(name="Deres navn", position=20)

    first = administrator.post(address("change", department), {**sent, **seen})
    again = {f"initial-{name}": first.context["form"].data[f"initial-{name}"] for name in sent}
    second = administrator.post(address("change", department), {**sent, **again})

    department.refresh_from_db()
    assert (first.status_code, list(first.context["form"].errors)) == (422, ["name"])
    assert second.status_code == 303
    assert (department.name, department.position) == ("Mit navn", 20)


def test_the_form_remembers_what_it_showed(administrator: Client) -> None:
    department = make_department(name="Salg")

    html = administrator.get(address("change", department)).content.decode()

    assert '<input type="hidden" name="initial-name" value="Salg"' in html


def test_a_row_is_taken_out_of_use_and_back(administrator: Client) -> None:
    department = make_department()

    administrator.post(address("retire", department))
    department.refresh_from_db()
    is_active_after_retiring = department.is_active
    administrator.post(address("restore", department))

    department.refresh_from_db()
    assert (is_active_after_retiring, department.is_active) == (False, True)


def test_an_unused_row_is_deleted_after_a_question(administrator: Client) -> None:
    department = make_department()

    asked = administrator.get(address("delete", department))
    answered = administrator.post(address("delete", department))

    assert (asked.status_code, answered.status_code) == (200, 303)
    assert not Department.objects.filter(pk=department.pk).exists()


def test_a_used_row_is_not_deleted(administrator: Client) -> None:
    department = make_department()
    make_user(department=department)

    response = administrator.post(address("delete", department))

    assert response["Location"] == address("change", department)
    assert Department.objects.filter(pk=department.pk).exists()


def test_extra_fields_belong_to_the_form_and_percents_are_danish(administrator: Client) -> None:
    terms = make_payment_terms(code="N30", name="Netto 30", days=30)
    url = reverse("company:code-row-change", args=["payment-terms", terms.pk])
    sent = {"code": "N30", "name": "Netto 30", "kind": "net", "days": 30, "prepaid_percent": 0, "position": 10}

    response = administrator.post(url, {**sent, "cash_discount_percent": "2,5", "cash_discount_days": "8"})

    assert response.status_code == 303
    assert PaymentTerms.objects.get(pk=terms.pk).cash_discount_percent == Decimal("2.50")


def test_half_a_cash_discount_is_refused_with_a_sentence(administrator: Client) -> None:
    terms = make_payment_terms(code="N30", name="Netto 30", days=30)
    url = reverse("company:code-row-change", args=["payment-terms", terms.pk])
    sent = {"code": "N30", "name": "Netto 30", "kind": "net", "days": 30, "prepaid_percent": 0, "position": 10}

    response = administrator.post(url, {**sent, "cash_discount_percent": "2,5"})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("name", ["change", "retire", "restore", "delete"])
def test_who_only_reads_changes_nothing(bookkeeper: Client, name: str) -> None:
    department = make_department(is_active=name != "restore")

    response = bookkeeper.post(address(name, department), {"code": "X", "name": "X", "position": 1})

    assert response.status_code == 403
    assert Department.objects.filter(pk=department.pk, code=department.code, is_active=department.is_active).exists()
