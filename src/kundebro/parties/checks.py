"""Which check belongs to which field of a party and its children; forms and imports read them here."""

from typing import Final

from kundebro.parties.validators import (
    DENMARK,
    Check,
    Checked,
    check_cvr,
    check_email,
    check_email_domain,
    check_gln,
    check_p_no,
    check_phone,
    check_postal_code,
    check_se,
    check_vat_no,
    check_website,
)

CHECKS: Final[dict[str, Check]] = {
    "postal_code": check_postal_code,
    "visit_postal_code": check_postal_code,
    "cvr_no": check_cvr,
    "se_no": check_se,
    "vat_no": check_vat_no,
    "p_no": check_p_no,
    "gln": check_gln,
    "phone": check_phone,
    "mobile": check_phone,
    "fax": check_phone,
    "website": check_website,
    "email": check_email,
    "bookkeeping_email": check_email,
    "invoice_email": check_email,
    "order_email": check_email,
    "email_domain": check_email_domain,
}


def check_field(name: str, text: str, country: str = DENMARK) -> Checked:
    """Check one field of a party by its name; a field without rules of its own comes back as it is."""
    check = CHECKS.get(name)
    return check(text, country) if check else Checked(text)
