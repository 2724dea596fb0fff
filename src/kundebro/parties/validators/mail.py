"""E-mail addresses, their domains, and web sites."""

import re
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from kundebro.parties.validators.checked import DENMARK, Checked

PLAIN_LENGTH: Final = 64  # no part of so short an address can be too long
WEBSITE_LENGTH: Final = 200

PUBLIC_MAIL_DOMAINS: Final = frozenset(
    files(__package__).joinpath("public_mail_domains.txt").read_text("utf-8").split()
)

_PLAIN_EMAIL: Final = re.compile(
    r"[a-z0-9]+(?:[._+\-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}", re.ASCII
)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_PORT: Final = re.compile(r"[^/?#]*:[0-9]+(?:[/?#]|$)")
_check_url: Final = URLValidator(schemes=["http", "https"])


def check_email(text: str, _country: str = DENMARK, /) -> Checked:
    """Check one e-mail address; it is stored in small letters."""
    address = text.strip()
    if len(address) <= PLAIN_LENGTH and address.isascii() and _PLAIN_EMAIL.fullmatch(address.lower()):
        return Checked(address.lower())
    return _unusual_email(address)


def _unusual_email(address: str) -> Checked:
    address = address.removeprefix("mailto:")
    if not address:
        return Checked("")
    if address.count("@") > 1:
        raise ValidationError(_("Write one e-mail address only."), code="several")
    if not _is_email(address):
        raise ValidationError(_("Write the e-mail address like name@company.dk."), code="form")
    return Checked(address.lower())


def _is_email(address: str) -> bool:
    """Whether Django takes it; it also takes letters that only look like ASCII, before the ``@`` they are refused."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.rpartition("@")[0].isascii()


def email_domain_of(email: str) -> str:
    """Give the part after ``@`` in small letters, or nothing where there is no address."""
    return email.strip().rpartition("@")[2].lower() if "@" in email else ""


def is_public_mail_domain(domain: str) -> bool:
    """Whether anybody can have a mailbox in the domain, so that it belongs to no company."""
    return domain.lower() in PUBLIC_MAIL_DOMAINS


def check_email_domain(text: str, _country: str = DENMARK, /) -> Checked:
    """Check the mail domain of a company: no ``@``, small letters, not one where anybody can have a mailbox."""
    domain = text.strip().lower().rpartition("@")[2]
    if not domain:
        return Checked("")
    if not _is_email(f"post@{domain}"):
        raise ValidationError(_("Write the domain like company.dk."), code="form")
    if is_public_mail_domain(domain):
        raise ValidationError(
            _("Anybody can have a mailbox at %(domain)s, so it cannot belong to one company."),
            code="public",
            params={"domain": domain},
        )
    return Checked(domain)


def check_website(text: str, _country: str = DENMARK, /) -> Checked:
    """Check a web address; only http and https, https is put in front when nothing stands there."""
    address = text.strip()
    if not address:
        return Checked("")
    if not _SCHEME.match(address) or _PORT.match(address):
        address = f"https://{address}"
    scheme, rest = address.split(":", 1)
    address = f"{scheme.lower()}:{rest}"
    try:
        _check_url(address)
        parts = urlsplit(address)
    except (ValueError, ValidationError):
        parts = None
    if parts is None or parts.username is not None:
        raise ValidationError(_("Write the web address like www.company.dk."), code="form")
    if len(address) > WEBSITE_LENGTH:
        raise ValidationError(
            _("The web address is too long: there is room for %(max_length)d characters."),
            code="max_length",
            params={"max_length": WEBSITE_LENGTH},
        )
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    return Checked(urlunsplit((parts.scheme, parts.netloc.lower(), path, parts.query, parts.fragment)))
