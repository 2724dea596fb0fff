import pytest

from kundebro.company.models import Country, Department, Industry, NumberSeries, PaymentTerms
from kundebro.company.operations import ensure_defaults, take_number

pytestmark = pytest.mark.django_db


def test_what_is_missing_comes_back_and_what_is_there_stays() -> None:
    take_number("prospect")
    PaymentTerms.objects.filter(code="NETTO8").update(name="8 dage")
    PaymentTerms.objects.filter(code="LBMD").delete()
    Department.objects.all().delete()
    before = Industry.objects.count(), Country.objects.count()

    ensure_defaults()

    assert NumberSeries.objects.get(code="prospect").next_number == 10002
    assert PaymentTerms.objects.get(code="NETTO8").name == "8 dage"
    assert PaymentTerms.objects.get(code="LBMD").name == "Løbende måned"
    assert Department.objects.get().name == "Hovedafdeling"
    assert (Industry.objects.count(), Country.objects.count()) == before


def test_the_standard_terms_stand_in_their_order() -> None:
    assert list(PaymentTerms.objects.values_list("name", flat=True)) == [
        "Netto 8 dage",
        "Netto 14 dage",
        "Netto 30 dage",
        "Løbende måned",
        "Løbende måned + 14 dage",
        "Løbende måned + 30 dage",
        "Kontant",
        "Efterkrav",
        "Forudbetaling",
    ]
