"""Checks of what users and files say about a party: the stored value, errors, and warnings beside it."""

from kundebro.parties.validators.checked import DENMARK, Check, Checked
from kundebro.parties.validators.mail import (
    PUBLIC_MAIL_DOMAINS,
    check_email,
    check_email_domain,
    check_website,
    email_domain_of,
    is_public_mail_domain,
)
from kundebro.parties.validators.numbers import check_cvr, check_gln, check_p_no, check_se, check_vat_no
from kundebro.parties.validators.phones import check_phone
from kundebro.parties.validators.postal import check_postal_code
from kundebro.parties.validators.text import many_lines, one_line

__all__ = [
    "DENMARK",
    "PUBLIC_MAIL_DOMAINS",
    "Check",
    "Checked",
    "check_cvr",
    "check_email",
    "check_email_domain",
    "check_gln",
    "check_p_no",
    "check_phone",
    "check_postal_code",
    "check_se",
    "check_vat_no",
    "check_website",
    "email_domain_of",
    "is_public_mail_domain",
    "many_lines",
    "one_line",
]
