import pytest

from kundebro.company.choices import IndustryScheme
from kundebro.company.models import Industry
from kundebro.company.operations import import_titles, resolve_industry
from kundebro.company.queries import UnknownIndustry, find_industry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "scheme", "code", "parent", "title_en"),
    [
        ("56.11.10", IndustryScheme.DB25, "561110", "5611", "Restaurant activities"),
        ("561110", IndustryScheme.DB25, "561110", "5611", "Restaurant activities"),
        ("476500", IndustryScheme.DB07, "476500", "4765", "Retail sale of games and toys in specialised stores"),
        ("43.32", IndustryScheme.NACE21, "4332", "433", "Joinery installation"),
        ("62.10", IndustryScheme.NACE21, "6210", "621", "Computer programming activities"),
        ("620199", IndustryScheme.DB07, "620199", "6201", "Computer programming activities"),
    ],
)
def test_a_code_becomes_a_row_under_its_class(
    written: str, scheme: str, code: str, parent: str, title_en: str
) -> None:
    industry = resolve_industry(written)

    assert industry.parent is not None
    assert (industry.scheme, industry.code, industry.parent.code) == (scheme, code, parent)
    assert industry.title_en == title_en


def test_the_same_code_is_the_same_row() -> None:
    assert resolve_industry("561110") == resolve_industry("56.11.10")
    assert Industry.objects.filter(code="561110").count() == 1


def test_a_code_of_an_unknown_class_goes_under_the_nearest_row_that_is_known() -> None:
    industry = resolve_industry("629999")

    assert industry.parent is not None
    assert (industry.scheme, industry.code, industry.parent.code) == (IndustryScheme.DB25, "629999", "62" + "9")


@pytest.mark.parametrize("written", ["000000", "04.99.00", "4499"])
def test_a_code_of_no_division_is_refused(written: str) -> None:
    with pytest.raises(UnknownIndustry):
        resolve_industry(written)


def test_an_official_list_gives_danish_titles_and_the_six_digit_codes() -> None:
    used = resolve_industry("561110")

    told = import_titles(
        [("56.11", "Restauranter"), ("561110", "Serviceringsrestauranter"), ("62.10.00", "Programmering"), ("K", "")],
        scheme=IndustryScheme.DB25,
    )

    used.refresh_from_db()
    programming = find_industry("621000")
    assert programming is not None
    assert (programming.title, programming.scheme) == ("Programmering", IndustryScheme.DB25)
    assert used.title == "Serviceringsrestauranter"
    assert (told.created, told.changed, told.unchanged, told.refused) == (1, 2, 1, [])


def test_a_list_taken_twice_changes_nothing_the_second_time() -> None:
    rows = [("56.11", "Restauranter"), ("561110", "Serviceringsrestauranter")]
    import_titles(rows, scheme=IndustryScheme.DB25)

    told = import_titles(rows, scheme=IndustryScheme.DB25)

    assert (told.created, told.changed, told.unchanged) == (0, 0, 2)


def test_lines_that_are_no_codes_are_named_and_the_rest_is_taken() -> None:
    told = import_titles(
        [("I alt", "738"), ("0000", "Uoplyst"), ("999999", "Uoplyst"), ("62.10", "Programmering")],
        scheme=IndustryScheme.DB25,
    )

    assert told.refused == ["I alt", "0000"]
    assert (told.created, told.changed) == (1, 1)


def test_the_old_list_goes_to_the_old_classification() -> None:
    import_titles([("476500", "Spil og legetøj"), ("43.32", "Tømrere")], scheme=IndustryScheme.DB07)

    toys = Industry.objects.get(code="476500")
    assert (toys.scheme, toys.title) == (IndustryScheme.DB07, "Spil og legetøj")
    assert Industry.objects.get(scheme=IndustryScheme.NACE2, code="4332").title == "Tømrere"
    assert Industry.objects.get(scheme=IndustryScheme.NACE21, code="4332").title == "Joinery installation"
