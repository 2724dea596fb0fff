import pytest

from kundebro.company.data.places import country_rows, currency_rows
from kundebro.company.models import Country, Currency, PostalCode

COUNTRIES = {row["code"]: row for row in country_rows()}
CURRENCIES = {row["code"]: row for row in currency_rows()}


def test_there_are_249_countries() -> None:
    assert len(COUNTRIES) == 249


@pytest.mark.parametrize(
    ("code", "alpha3", "numeric", "name", "name_en", "prefix", "currency", "language"),
    [
        ("DK", "DNK", "208", "Danmark", "Denmark", "+45", "DKK", "da"),
        ("FO", "FRO", "234", "Færøerne", "Faroe Islands", "+298", "DKK", "fo"),
        ("DE", "DEU", "276", "Tyskland", "Germany", "+49", "EUR", "de"),
        ("FR", "FRA", "250", "Frankrig", "France", "+33", "EUR", "fr"),
        ("US", "USA", "840", "USA", "United States", "+1", "USD", "en"),
        ("CD", "COD", "180", "Congo-Kinshasa", "Congo - Kinshasa", "+243", "CDF", "fr"),
    ],
)
def test_a_country_is_known_by_all_its_codes(  # noqa: PLR0913, PLR0917  one row of a table
    code: str, alpha3: str, numeric: str, name: str, name_en: str, prefix: str, currency: str, language: str
) -> None:
    row = COUNTRIES[code]

    assert (row["alpha3"], row["numeric"], row["name"], row["name_en"]) == (alpha3, numeric, name, name_en)
    assert (row["phone_prefix"], row["currency_id"], row["language"]) == (prefix, currency, language)


def test_no_two_countries_share_a_code() -> None:
    assert len({row["alpha3"] for row in COUNTRIES.values()}) == 249
    assert len({row["numeric"] for row in COUNTRIES.values()}) == 249


def test_the_union_has_27_members() -> None:
    members = {code for code, row in COUNTRIES.items() if row["is_eu"]}

    assert len(members) == 27
    assert members >= {"DK", "DE", "SE", "GR", "HR"}
    assert not members & {"GB", "NO", "FO", "GL", "XI"}


def test_denmark_stands_first_and_the_rest_in_danish_order() -> None:
    codes = list(COUNTRIES)

    assert codes[:2] == ["DK", "AF"]
    assert codes[-4:] == ["ZW", "GQ", "AT", "AX"]


@pytest.mark.parametrize(
    ("code", "name", "digits"),
    [
        ("DKK", "dansk krone", 2),
        ("EUR", "euro", 2),
        ("JPY", "japansk yen", 0),
        ("KWD", "kuwaitisk dinar", 3),
        ("RSD", "serbisk dinar", 2),
        ("ISK", "islandsk krone", 0),
    ],
)
def test_a_currency_has_its_minor_unit(code: str, name: str, digits: int) -> None:
    assert (CURRENCIES[code]["name"], CURRENCIES[code]["minor_digits"]) == (name, digits)


def test_the_currencies_of_danish_trade_stand_first() -> None:
    assert list(CURRENCIES)[:6] == ["DKK", "EUR", "SEK", "NOK", "USD", "GBP"]


@pytest.mark.django_db
def test_a_new_database_holds_them_all() -> None:
    assert Country.objects.count() == 249
    assert Currency.objects.count() == len(CURRENCIES)
    assert PostalCode.objects.filter(country="DK").count() == 1090
    assert not Country.objects.exclude(code="AQ").filter(currency=None).exists()
