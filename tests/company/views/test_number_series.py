from django.test import Client
from django.urls import reverse

from kundebro.company.models import NumberSeries
from kundebro.company.operations import take_number
from tests.factories.company import make_number_series

LIST, ADD = reverse("company:number-series"), reverse("company:number-series-add")
TYPED = {"code": "order", "name": "Ordrer", "prefix": "O-", "width": 4, "first_number": 1, "next_number": 1}


def address(name: str, series: NumberSeries) -> str:
    return reverse(f"company:number-series-{name}", args=[series.pk])


def test_the_list_shows_what_each_series_gives_next(bookkeeper: Client) -> None:
    make_number_series(prefix="O-", width=4, next_number=7)

    html = bookkeeper.get(LIST).content.decode()

    assert "O-0007" in html
    assert "10001" in html


def test_a_series_is_added(administrator: Client) -> None:
    response = administrator.post(ADD, TYPED)

    assert response.status_code == 303
    assert take_number("order") == "O-0001"


def test_a_series_that_gives_the_prospects_numbers_is_refused_at_the_prefix(administrator: Client) -> None:
    response = administrator.post(ADD, {**TYPED, "prefix": ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["prefix"]
    assert not NumberSeries.objects.filter(code="order").exists()


def test_a_system_series_keeps_its_code_and_the_numbers_taken_meanwhile(administrator: Client) -> None:
    series = NumberSeries.objects.get(code="prospect")
    seen = {"initial-name": "Kundeemner", "initial-next_number": "10001", "initial-first_number": "10001"}
    take_number("prospect")

    sent = {"code": "andet", "name": "Kunder", "prefix": "", "width": 0, "first_number": 10001, "next_number": 10001}
    administrator.post(address("change", series), {**sent, **seen, "initial-width": "0"})

    series.refresh_from_db()
    assert (series.code, series.name, series.next_number) == ("prospect", "Kunder", 10002)


def test_a_series_of_ones_own_is_deleted_after_a_question(administrator: Client) -> None:
    series = make_number_series()

    asked = administrator.get(address("delete", series))
    administrator.post(address("delete", series))

    assert asked.status_code == 200
    assert not NumberSeries.objects.filter(pk=series.pk).exists()


def test_a_system_series_is_not_deleted(administrator: Client) -> None:
    series = NumberSeries.objects.get(code="prospect")

    response = administrator.post(address("delete", series))

    assert response["Location"] == address("change", series)
    assert NumberSeries.objects.filter(pk=series.pk).exists()


def test_who_only_reads_changes_nothing(bookkeeper: Client) -> None:
    series = make_number_series()

    answers = [
        bookkeeper.post(url, TYPED).status_code for url in (ADD, address("change", series), address("delete", series))
    ]

    assert answers == [403, 403, 403]
    assert NumberSeries.objects.filter(pk=series.pk, prefix=series.prefix).exists()
    assert not NumberSeries.objects.filter(code="order").exists()


def test_a_next_number_below_the_first_is_refused_with_a_sentence(administrator: Client) -> None:
    response = administrator.post(ADD, {**TYPED, "first_number": 10, "next_number": 9})

    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 1
    assert "number_series" not in response.context["form"].non_field_errors()[0]
