import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kundebro.parties.validators import (
    check_email,
    check_email_domain,
    check_website,
    email_domain_of,
    is_public_mail_domain,
)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("kontakt@lund-vvs0.example", "kontakt@lund-vvs0.example"),
        (" Lukasz.Nielsen@Firma.DK\n", "lukasz.nielsen@firma.dk"),
        ("mailto:A@b.dk", "a@b.dk"),
        ("a+b_c@post.firma.dk", "a+b_c@post.firma.dk"),
        ("post@møbler.dk", "post@møbler.dk"),
        ("o'neill@firma.dk", "o'neill@firma.dk"),
        (f"{'a' * 60}@firma.dk", f"{'a' * 60}@firma.dk"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_an_address_is_stored_in_small_letters(text: str, stored: str) -> None:
    assert check_email(text) == (stored, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a@b", "form"),
        ("firma.dk", "form"),
        ("a b@firma.dk", "form"),
        ("a@firma.dk\nbcc: x", "form"),
        ("\N{KELVIN SIGN}im@firma.dk", "form"),
        (f"a@{'b' * 250}.dk", "form"),
        ("a@b.dk; c@d.dk", "several"),
        ("a@b.dk,c@d.dk", "several"),
    ],
)
def test_what_is_no_address_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_email(text)

    assert refused.value.code == code


@given(st.emails())
def test_a_stored_address_is_not_changed_again(address: str) -> None:
    try:
        stored = check_email(address).value
    except ValidationError:
        return

    assert check_email(stored).value == stored


@pytest.mark.parametrize(
    ("address", "domain"),
    [("Ah@Moebler.dk", "moebler.dk"), ("x@sub.moebler.dk", "sub.moebler.dk"), ("moebler.dk", ""), ("", "")],
)
def test_the_domain_stands_after_the_at_sign(address: str, domain: str) -> None:
    assert email_domain_of(address) == domain


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "hotmail.com",
        "outlook.com",
        "outlook.dk",
        "live.dk",
        "mail.dk",
        "yahoo.dk",
        "icloud.com",
        "me.com",
        "stofanet.dk",
        "Gmail.com",
    ],
)
def test_public_mail_domains_are_known(domain: str) -> None:
    assert is_public_mail_domain(domain)


def test_a_company_domain_is_not_public() -> None:
    assert not is_public_mail_domain("moebler.dk")
    assert not is_public_mail_domain("")


@pytest.mark.parametrize("text", ["moebler.dk", "@Moebler.dk", "ah@moebler.dk", " moebler.dk "])
def test_a_mail_domain_is_stored_bare(text: str) -> None:
    assert check_email_domain(text) == ("moebler.dk", ())


@pytest.mark.parametrize(("text", "code"), [("gmail.com", "public"), ("x@gmail.com", "public"), ("a b", "form")])
def test_a_mail_domain_belongs_to_one_company(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_email_domain(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("www.firma.dk", "https://www.firma.dk"),
        ("http://Firma.dk/", "http://firma.dk"),
        ("HTTPS://firma.dk/Om?a=1#b", "https://firma.dk/Om?a=1#b"),
        ("firma.dk:8080", "https://firma.dk:8080"),
        ("møbler.dk", "https://møbler.dk"),
        ("", ""),
    ],
)
def test_a_web_site_is_stored_with_its_scheme(text: str, stored: str) -> None:
    assert check_website(text) == (stored, ())


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://firma.dk",
        "mailto:a@firma.dk",
        "firma",
        "firma.dk\nx",
        "a b.dk",
        "https://user:code@firma.dk",
        "http://[::1",
        "https://",
    ],
)
def test_what_is_no_web_site_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        check_website(text)


def test_a_web_address_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        check_website("firma.dk/" + "x" * 200)

    assert refused.value.code == "max_length"
