from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from tests.factories.users import PASSWORD, make_second_factor, make_user

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    """What `kundebro sign_in_link` prints."""
    out = StringIO()
    call_command("sign_in_link", *arguments, stdout=out)
    return out.getvalue().strip()


def test_an_empty_kundebro_prints_the_first_administrators_link() -> None:
    assert printed("--base-url", "https://crm.firma.dk/").startswith("https://crm.firma.dk/first-administrator/")


def test_later_it_wants_to_know_whose_link() -> None:
    make_user(password=PASSWORD)

    with pytest.raises(CommandError):
        printed()


def test_a_person_locked_out_gets_a_new_link() -> None:
    make_user(email="mette@firma.dk", password=PASSWORD)

    assert printed("Mette@firma.dk").startswith("http://127.0.0.1:8000/invitation/")


def test_nobody_by_that_email_is_an_error() -> None:
    with pytest.raises(CommandError):
        printed("ingen@firma.dk")


def test_someone_who_may_not_sign_in_gets_no_link() -> None:
    make_user(email="mette@firma.dk", may_sign_in=False)

    with pytest.raises(CommandError):
        printed("mette@firma.dk")


def test_an_administrator_who_lost_phone_and_recovery_codes_gets_in_again() -> None:
    user = make_user(email="mette@firma.dk", password=PASSWORD)
    make_second_factor(user)

    assert printed("mette@firma.dk", "--forget-second-factor").startswith("http://127.0.0.1:8000/invitation/")
    assert not Authenticator.objects.exists()
