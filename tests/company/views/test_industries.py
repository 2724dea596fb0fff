from django.test import Client
from django.urls import reverse

from kundebro.company.models import Industry
from kundebro.company.operations import resolve_industry

LIST, CHOICES = reverse("company:industries"), reverse("company:industry-choices")
SEARCHED = {"HX-Request": "true"}


def titles(client: Client, **query: str) -> list[str]:
    return [industry.title for industry in client.get(LIST, query).context["page"].items]


def test_the_list_begins_with_the_lowest_code_and_goes_on(administrator: Client) -> None:
    page = administrator.get(LIST).context["page"]

    assert [industry.code for industry in page.items[:4]] == ["01", "011", "0111", "0112"]
    assert page.next


def test_words_find_titles(administrator: Client) -> None:
    assert titles(administrator, q="anlægsarbejder") == ["Anlægsarbejder"]


def test_digits_find_codes(administrator: Client) -> None:
    resolve_industry("621099")

    codes = [industry.code for industry in administrator.get(LIST, {"q": "62.10"}).context["page"].items]

    assert codes == ["6210", "621099"]


def test_an_older_classification_is_shown_when_asked_for(administrator: Client) -> None:
    resolve_industry("476500")

    assert titles(administrator, q="4765") == []
    assert titles(administrator, q="4765", scheme="db07") == ["Retail sale of games and toys in specialised stores"]


def test_htmx_gets_the_rows_only(administrator: Client) -> None:
    html = administrator.get(LIST, {"q": "6210"}, headers=SEARCHED).content.decode()

    assert "62.10" in html
    assert "<html" not in html


def test_a_picker_gets_code_and_title(seller: Client) -> None:
    answer = seller.get(CHOICES, {"q": "anlægsarbejder"}).json()

    industry = Industry.objects.get(scheme="nace21", code="42")
    assert answer == {"choices": [{"value": str(industry.pk), "text": "Anlægsarbejder", "note": "42"}]}


def test_a_picker_gets_a_handful(seller: Client) -> None:
    assert len(seller.get(CHOICES).json()["choices"]) == 30


def test_an_industry_is_renamed_and_taken_out_of_use(administrator: Client) -> None:
    industry = resolve_industry("621099")

    response = administrator.post(reverse("company:industry-change", args=[industry.pk]), {"title": "Programmering"})

    industry.refresh_from_db()
    assert response.status_code == 303
    assert (industry.title, industry.is_active) == ("Programmering", False)


def test_who_only_reads_changes_nothing(bookkeeper: Client) -> None:
    industry = resolve_industry("621099")

    response = bookkeeper.post(reverse("company:industry-change", args=[industry.pk]), {"title": "Programmering"})

    industry.refresh_from_db()
    assert response.status_code == 403
    assert industry.title == "Computer programming activities"
