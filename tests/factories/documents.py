"""Documents for tests, and files to make them of."""

import io
import zlib
from email.message import EmailMessage
from itertools import count
from typing import Any, Final

from kundebro.activities.models import Document, DocumentVersion
from kundebro.activities.operations import add_document, add_version
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

_numbers = count(1)


def make_document(
    content: bytes = b"",
    *,
    prospect: Prospect | None = None,
    name: str = "notat.txt",
    by: User | None = None,
    **values: Any,
) -> Document:
    """A document that holds the content, or a text of its own."""
    content = content or f"Notat {next(_numbers)}".encode()
    return add_document(prospect or make_prospect(), [content], name=name, by=by or make_user(), values=values)


def make_version(document: Document, content: bytes = b"", *, by: User | None = None) -> DocumentVersion:
    """The document's next version."""
    content = content or f"Notat {next(_numbers)}".encode()
    return add_version(document, [content], name="notat.txt", by=by or make_user())


def chunk(kind: bytes, content: bytes) -> bytes:
    """A piece of a PNG."""
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(width: int = 4, height: int = 3, *, data: bytes | None = None, more: bytes = b"") -> bytes:
    """A grey picture; `data` as the compressed rows says less or more than the size promises."""
    rows = zlib.compress(b"\0" * (width + 1) * height) if data is None else data
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE: Final = png()


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF with a line of text on each page."""
    pages = pages or ("Tilbud",)
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for place, text in enumerate(pages):
        stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * place)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def mail(html: str = "", *, text: str = "Kære Bo", attached: dict[str, bytes] | None = None) -> bytes:
    """A mail as a mail program saves it."""
    message = EmailMessage()
    message["From"] = "Åse Kjær <aase@moebler.example>"
    message["To"] = "bo@firma.example"
    message["Date"] = "Thu, 26 Nov 2026 10:00:00 +0100"
    message["Subject"] = "Tilbud på døre"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in (attached or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
