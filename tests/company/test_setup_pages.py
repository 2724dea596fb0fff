from kundebro.company.models import Department, PaymentTerms
from kundebro.company.setup_pages import SetupGroup, code_tables, sections_for, setup_pages


def test_a_table_is_addressed_by_its_name_in_small_letters() -> None:
    assert code_tables["payment-terms"].model is PaymentTerms
    assert code_tables["department"].url == "/setup/tables/department/"


def test_the_pages_stand_under_their_headings() -> None:
    company = next(
        section for section in sections_for(lambda _permission: True) if section.group == SetupGroup.COMPANY
    )

    keys = {page.key for page in company.pages}
    assert keys >= {"company:facts", "company:number-series", "department", "payment-terms", "delivery-terms"}
    assert "company:industries" not in keys


def test_a_heading_without_a_page_is_left_out() -> None:
    assert list(sections_for(lambda _permission: False)) == []


def test_a_table_is_shown_to_all_readers_of_the_set_up_and_changed_by_fewer() -> None:
    page = code_tables["department"]

    assert page.model is Department
    assert (page.permission, page.change_permission) == ("company.view_setup", "company.change_setup")
    assert page in list(setup_pages)
