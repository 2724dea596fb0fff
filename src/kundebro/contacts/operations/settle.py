"""What must hold at a prospect whenever its contacts have changed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from kundebro.company.models import Company
from kundebro.contacts.models import Contact
from kundebro.contacts.operations.texts import refresh_prospects
from kundebro.history.tracked import save_many
from kundebro.parties.validators import email_domain_of, is_public_mail_domain
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect
from kundebro.users.models import User

ATTENTION: Final = {"attention": "name", "attention_title": "title"}
IN_STEP: Final = {"phone": "phone", "mobile": "mobile", "email": "email"}
NOBODYS_MAILBOX: Final = frozenset({"noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster"})


@dataclass
class Site:
    """A prospect held still while its contacts change, and what it gets by it itself."""

    prospect: Prospect
    primary: Contact | None
    values: dict[str, Any] = field(default_factory=dict)

    def make_primary(self, contact: Contact) -> None:
        """Let the contact be the one; the former stops first, for there is never a moment with two."""
        if self.primary is not None and self.primary.pk != contact.pk:
            self.primary.is_primary = False
            self.primary.save()
        self.primary = contact
        contact.is_primary = True

    def learn_domain(self, email: str) -> None:
        """Take the mail domain for the prospect's when it has none."""
        if email and not self.prospect.email_domain:
            domain = company_domain(email, ours=our_domains())
            if domain:
                self.values.setdefault("email_domain", domain)


def company_domain(email: str, *, ours: Collection[str]) -> str:
    """The mail domain that tells whose address it is; empty for our own, for public ones and for machines' mailboxes."""
    domain = email_domain_of(email)
    is_anybodys = domain in ours or is_public_mail_domain(domain) or email.partition("@")[0] in NOBODYS_MAILBOX
    return "" if is_anybodys else domain


def our_domains() -> set[str]:
    """The mail domains of our own company."""
    return {email_domain_of(email) for email in Company.objects.values_list("email", flat=True)}


@contextmanager
def held(prospect: Prospect, *, by: User) -> Iterator[Site]:
    """Lock the prospect while its contacts change, then put right what follows.

    Afterwards it has one primary contact as long as it has any (the next in the list takes over), its attention line
    names that person unless somebody else was written there, phone and e-mail that were the former primary's follow,
    and it is found by its contacts.
    """
    locked = Prospect.objects.select_for_update().get(pk=prospect.pk)
    site = Site(locked, Contact.objects.filter(prospect=locked, is_primary=True).first())
    former = _shown_of(site.primary)
    yield site
    primary = Contact.objects.active().filter(prospect=locked).first()
    if primary is not None and not primary.is_primary:
        primary.is_primary = True
        save_many([primary])
    site.values.update(_following(locked, former, _shown_of(primary)))
    if site.values:
        change_prospect(locked, site.values, by=by)
    refresh_prospects([locked.pk])


def _shown_of(contact: Contact | None) -> dict[str, str]:
    names = {**ATTENTION, **IN_STEP}.values()
    return dict.fromkeys(names, "") if contact is None else {name: getattr(contact, name) for name in names}


def _following(prospect: Prospect, former: dict[str, str], primary: dict[str, str]) -> dict[str, str]:
    """What the prospect repeats of its primary contact, where it did so before or had nothing."""
    values = {}
    if prospect.attention in ("", former["name"]):
        values = {field: primary[name] for field, name in ATTENTION.items()}
    for field_name, name in IN_STEP.items():
        if former[name] and primary[name] and getattr(prospect, field_name) == former[name]:
            values[field_name] = primary[name]
    return {name: value for name, value in values.items() if getattr(prospect, name) != value}
