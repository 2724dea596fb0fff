"""From the outbox's row to the letter that goes over the wire (RFC 5322)."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from re import compile as pattern
from typing import Final

from kundebro.mail.attachments import sources
from kundebro.mail.models import MailAccount, OutgoingMail

_POLICY: Final = SMTP.clone(cte_type="7bit")
_HEADER: Final = pattern(r"[A-Za-z][A-Za-z0-9-]*")
_OURS: Final = frozenset({"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version"})


class BadHeader(ValueError):
    """A header that is ours to write, or that would break out of its line."""


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The further headers of a mail; raises BadHeader."""
    for name, value in headers.items():
        is_ours = name.lower() in _OURS or name.lower().startswith("content-")
        if is_ours or not _HEADER.fullmatch(name) or not value.isprintable():
            raise BadHeader(name)
    return dict(headers)


def one_line(text: str) -> str:
    """The text as it may stand in a header: one line, nothing that does not print."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def wire_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA); raises UnicodeError for a domain that cannot be written so."""
    return f"{address.rpartition('@')[0]}@{wire_domain(address)}"


def wire_domain(address: str) -> str:
    """The address's domain in ASCII (IDNA); raises UnicodeError for a domain that cannot be written so."""
    domain = address.rpartition("@")[2]
    return domain if domain.isascii() else domain.encode("idna").decode()


def letter_of(mail: OutgoingMail, *, account: MailAccount, now: datetime) -> EmailMessage:
    """The letter: text, HTML beside it where there is some, attachments; raises AttachmentGone and UnicodeError."""
    letter = EmailMessage(_POLICY)
    letter["From"] = Address(account.sender_name, addr_spec=wire_address(account.sender_address))
    letter["To"] = Address(mail.to_name, addr_spec=wire_address(mail.to_address))
    letter["Subject"] = mail.subject
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{mail.message_id}>"
    for name, value in mail.headers.items():
        letter[name] = value
    letter.set_content(mail.text)
    if mail.html:
        letter.add_alternative(mail.html, subtype="html")
    for source, key in mail.attachments:
        file = sources[source].load(key)
        main, _slash, sub = file.media_type.partition("/")
        letter.add_attachment(file.content, maintype=main, subtype=sub, filename=one_line(file.name))
    return letter
