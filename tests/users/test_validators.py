import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kundebro.company.models import Company

pytestmark = pytest.mark.django_db


def codes_of(password: str) -> list[str]:
    """Why the password is refused."""
    try:
        validate_password(password)
    except ValidationError as refused:
        return [error.code or "" for error in refused.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    ["blå heste spiser grønne æbler", "alle små bogstaver", "x" * 63 + "y", "åæø" * 30, "🐎 galopperer over heden"],
)
def test_long_passwords_of_any_kind_are_taken(password: str) -> None:
    assert codes_of(password) == []


@pytest.mark.parametrize(
    "password", ["KundeEmne2026", "kunde-emne-1234", "mit kundebro er godt", "K U N D E B R O 1234", "KUNDÉBRO 123456"]
)
def test_the_programs_words_are_refused(password: str) -> None:
    assert codes_of(password) == ["password_has_context_word"]


@pytest.mark.parametrize("password", ["moellegaarden 2026", "Møllegården er smuk", "MØLLEGAARDEN-hemmelig"])
def test_the_companys_name_is_refused_in_every_spelling(password: str) -> None:
    Company.objects.update_or_create(pk=1, defaults={"name": "Møllegården VVS A/S"})

    assert codes_of(password) == ["password_has_context_word"]


def test_eleven_characters_are_too_few() -> None:
    assert codes_of("zq8#vbn2!kp") == ["password_too_short"]


def test_128_characters_are_enough() -> None:
    assert codes_of("zq8 vbn2" * 16) == []
    assert codes_of("zq8 vbn2" * 16 + "x") == ["password_too_long"]
