from django.test import Client
from django.urls import reverse

from kundebro.company.models import Company

SETUP, FACTS = reverse("company:setup"), reverse("company:facts")
TYPED = {
    "name": "Bro & Søn A/S",
    "postal_code": "5970",
    "country": "DK",
    "currency": "DKK",
    "cvr_no": "DK 13 58 56 28",
    "phone": "20 12 34 56",
    "bank_registration_no": "0 040",
    "bank_account_no": "04 40 11 62 43",
    "iban": "DK50 0040 0440 1162 43",
}


def test_the_set_up_links_to_every_page(administrator: Client) -> None:
    html = administrator.get(SETUP).content.decode()

    for name in ("facts", "number-series", "industries"):
        assert f'href="{reverse(f"company:{name}")}"' in html
    assert 'href="/setup/tables/payment-terms/"' in html


def test_a_bookkeeper_reads_the_set_up(bookkeeper: Client) -> None:
    assert bookkeeper.get(SETUP).status_code == 200


def test_a_seller_does_not(seller: Client) -> None:
    assert seller.get(SETUP).status_code == 403


def test_numbers_are_stored_in_one_form_and_the_town_comes_from_the_code(administrator: Client) -> None:
    response = administrator.post(FACTS, TYPED)

    company = Company.objects.get()
    assert (response.status_code, response["Location"]) == (303, FACTS)
    assert (company.name, company.city, company.cvr_no) == ("Bro & Søn A/S", "Ærøskøbing", "13585628")
    assert (company.phone, company.iban) == ("+4520123456", "DK5000400440116243")
    assert (company.bank_registration_no, company.bank_account_no) == ("0040", "0440116243")


def test_wrong_digits_are_named_and_nothing_is_stored(administrator: Client) -> None:
    response = administrator.post(FACTS, {**TYPED, "iban": "DK51 0040 0440 1162 43", "cvr_no": "1358562"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"iban", "cvr_no"}
    assert Company.objects.get().name == ""


def test_a_telephone_number_that_looks_odd_is_kept(administrator: Client) -> None:
    administrator.post(FACTS, {**TYPED, "phone": "omstillingen"})

    assert Company.objects.get().phone == "omstillingen"


def test_only_an_administrator_changes_the_company(bookkeeper: Client) -> None:
    assert bookkeeper.get(FACTS).status_code == 403
    assert bookkeeper.post(FACTS, TYPED).status_code == 403
    assert Company.objects.get().name == ""
