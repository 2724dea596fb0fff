from kundebro.parties.checks import CHECKS, check_field
from kundebro.parties.models import SHARED_FIELDS


def test_a_field_is_checked_by_its_own_rule() -> None:
    assert check_field("cvr_no", "DK 24 25 67 90").value == "24256790"
    assert check_field("mobile", "90112233", "NO").value == "+4790112233"
    assert check_field("invoice_email", "A@b.dk").value == "a@b.dk"


def test_a_field_without_a_rule_comes_back_as_it_is() -> None:
    assert check_field("city", " Aarhus") == (" Aarhus", ())


def test_every_check_belongs_to_a_field_that_exists() -> None:
    assert {*CHECKS} - {*SHARED_FIELDS} == {"p_no", "email_domain"}
