"""A real SMTP server on loopback that keeps what it takes, and fails as it is told."""

import asyncio
import ipaddress
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Manner = Literal["takes", "drops after DATA", "takes and drops", "is slow"]


@dataclass
class MailServer:
    """What the server has taken, and how it answers."""

    port: int = 0
    manner: Manner = "takes"
    answers: dict[str, str] = field(default_factory=dict)
    """The answer to RCPT by address, to DATA under `DATA`."""
    seconds: float = 0
    when: Callable[[str], None] = lambda _stage: None
    """Called when a mail has come to RCPT, to DATA, and when it is taken."""
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(letter["Message-ID"]) for letter in self.taken)

    async def handle_RCPT(  # noqa: N802  aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the address, unless it is to be refused."""
        self.when("RCPT")
        await asyncio.sleep(self.seconds if self.manner == "is slow" else 0)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd
        """Take the letter, refuse it, or hang up."""
        self.when("DATA")
        if self.manner == "drops after DATA":
            _hang_up(server)
            return "250 nobody hears this"
        if "DATA" in self.answers:
            return self.answers["DATA"]
        assert isinstance(envelope.content, bytes)
        letter: Any = message_from_bytes(envelope.content, policy=default)
        self.taken.append(letter)
        self.recipients += envelope.rcpt_tos
        self.when("taken")
        if self.manner == "takes and drops":
            _hang_up(server)
        return "250 OK"

    def authenticated(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        """Let in whoever knows the password."""
        assert isinstance(data, LoginPassword)
        if data.password != b"hemmelig":
            return AuthResult(success=False, handled=False)
        self.signed_in.append(data.login.decode())
        return AuthResult(success=True)


def _hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()  # type: ignore[attr-defined]  aiosmtpd types it as any transport


@contextmanager
def mail_server(*, certificate: tuple[Path, Path] | None = None, speaks_tls: bool = False) -> Iterator[MailServer]:
    """A server on a free port; with a certificate (file, key) it offers STARTTLS, or speaks TLS from the start."""
    server = MailServer()
    loop = asyncio.new_event_loop()
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)

    def made() -> SMTP:
        return SMTP(
            server,
            loop=loop,
            hostname="localhost",
            authenticator=server.authenticated,
            auth_require_tls=False,
            tls_context=None if speaks_tls else context,
        )

    thread = threading.Thread(target=loop.run_forever, name="mail server", daemon=True)
    thread.start()

    def done(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    listening = done(loop.create_server(made, "127.0.0.1", 0, ssl=context if speaks_tls else None))
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening.close)  # there, where its connections end meanwhile
        done(_end_talks())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_talks() -> None:
    """Cut off whoever is still talking."""
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)


def make_certificate(folder: Path, *, host: str = "localhost", days: int = 1) -> tuple[Path, Path]:
    """A certificate of its own for the host, and its key; with days below zero it has expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    if host == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{host}.crt", folder / f"{host}.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
