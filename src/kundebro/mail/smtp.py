"""Handing one letter to a mail server, and saying exactly how far it came."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from kundebro.core.encryption import SecretUnreadable
from kundebro.mail.choices import Encryption
from kundebro.mail.letters import wire_address
from kundebro.mail.models import MailAccount

TIMEOUT: Final = 30
"""Seconds to wait for each answer."""

_OK, _WILL_FORWARD, _GO_ON = 250, 251, 354
_SIGN_IN: Final = frozenset({530, 534, 535, 538})
_LINE_WITH_DOT: Final = re.compile(rb"(?m)^\.")


class Verdict(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    PUT_OFF = "put off"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended, and in whose words."""

    verdict: Verdict
    words: str = ""


class Answered(Exception):
    """The server answered something else than yes."""

    def __init__(self, code: int, text: bytes) -> None:
        super().__init__(code)
        self.code = code
        self.words = f"{code} {text.decode(errors='replace')}"

    @property
    def verdict(self) -> Verdict | None:
        """What the answer means for the letter; None when it is no answer of the protocol (RFC 5321 4.2.1)."""
        if self.code in _SIGN_IN:
            return Verdict.PUT_OFF
        return {4: Verdict.PUT_OFF, 5: Verdict.REFUSED}.get(self.code // 100)


class Delivery:
    """One attempt at one letter; knows at any moment whether the server may have taken it."""

    def __init__(self, account: MailAccount) -> None:
        self._account = account
        self._may_be_taken = False

    def send(self, letter: EmailMessage, *, to_address: str) -> Outcome:
        """Hand the letter over.

        What ends before the dot that closes the letter has not been sent; what ends after it without an answer nobody
        knows. Refusals of the account (sign-in, certificate) are put off: they are not the letter's fault.
        """
        try:
            server = self._opened()
            try:
                return self._hand_over(server, letter, to_address)
            finally:
                server.close()
        except Answered as answer:
            return Outcome(answer.verdict, answer.words) if answer.verdict else self.broken_off(answer.words)
        except SecretUnreadable:
            return Outcome(Verdict.PUT_OFF, _("The password cannot be read any more. Write it again."))
        except (smtplib.SMTPException, OSError) as error:
            return self.broken_off(_told(error))

    def broken_off(self, words: str = "") -> Outcome:
        """What is to be said when it ends here and now."""
        return Outcome(Verdict.UNKNOWN if self._may_be_taken else Verdict.PUT_OFF, words)

    def _opened(self) -> smtplib.SMTP:
        account, context = self._account, ssl.create_default_context()
        if account.encryption == Encryption.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=TIMEOUT)
        try:
            if account.encryption == Encryption.STARTTLS:
                server.starttls(context=context)
            if account.user_name:
                server.login(account.user_name, account.password)
            else:
                server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, letter: EmailMessage, to_address: str) -> Outcome:
        _expect(server.mail(wire_address(self._account.sender_address)), _OK)
        _expect(server.rcpt(to_address), _OK, _WILL_FORWARD)
        _expect(server.docmd("DATA"), _GO_ON)
        server.send(_LINE_WITH_DOT.sub(b"..", letter.as_bytes()).removesuffix(b"\r\n") + b"\r\n")
        self._may_be_taken = True
        server.send(b".\r\n")
        _expect(server.getreply(), _OK)
        return Outcome(Verdict.SENT)


def _expect(answer: tuple[int, bytes], *wanted: int) -> None:
    code, text = answer
    if code not in wanted:
        raise Answered(code, text)


def _told(error: Exception) -> str:
    """What the server or the system said, for the one who looks after the mail accounts."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return _("No connection to the mail server: %(reason)s") % {"reason": error}
