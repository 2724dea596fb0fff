"""Looks into a document in a process of its own, with limits on memory and time.

Runs as a script, isolated from the rest of Kundebro: `python -I child.py WHAT DOCUMENT TARGET NUMBER`. Prints what it
found as JSON. Pictures are drawn anew, so nothing of the file itself reaches a browser.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 190 * 1024**2
SECONDS: Final = 2
MAX_OUTPUT: Final = 200 * 1024**2
MAX_PIXELS: Final = 50_000_000
SIDE: Final = 1600
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MAX_TEXT: Final = 200_000
MAX_HEADER: Final = 2000
MAX_PARTS: Final = 500
MAX_DEPTH: Final = 20
HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")
TOO_LARGE: Final = "too large"
DAMAGED: Final = "damaged"
LOCKED: Final = "locked"


def main(what: str, document: str, target: str, number: str) -> None:
    """Do one thing; what goes wrong is told by one word in the JSON."""
    limit_process()
    work = {"image": draw_image, "page": draw_page, "mail": read_mail, "attachment": take_out}[what]
    try:
        answer = work(Path(document), Path(target), int(number))
    except MemoryError:
        answer = {"error": TOO_LARGE}
    except Exception:  # noqa: BLE001  the readers of hostile files raise whatever they like; here it can do no harm
        answer = {"error": DAMAGED}
    json.dump(answer, sys.stdout)


def limit_process() -> None:
    """Nothing in the document can take more than this from the machine."""
    for what, limit in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def draw_image(document: Path, target: Path, _number: int) -> dict[str, Any]:
    """The picture anew, at most 1600 pixels a side, without what else was in the file."""
    from PIL import Image, ImageOps  # noqa: PLC0415  only inside the limits

    warnings.simplefilter("ignore")
    with Image.open(document, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return {"error": TOO_LARGE}
        image.draft("RGB", (SIDE, SIDE))
        image.load()
        factor = max(image.size) // SIDE
        small = image.reduce(factor) if factor > 1 and image.mode not in {"P", "1"} else image
        upright = ImageOps.exif_transpose(small)
        shown = upright if upright.mode in {"L", "LA", "RGB", "RGBA"} else upright.convert("RGBA")
        shown.thumbnail((SIDE, SIDE))
        drawn = Image.new(shown.mode, shown.size)
        drawn.paste(shown)
        drawn.save(target, "PNG")
    return {"pages": 1}


def draw_page(document: Path, target: Path, number: int) -> dict[str, Any]:
    """The page of the PDF as a picture; nothing that the PDF would run is run."""
    import pypdfium2  # noqa: PLC0415  only inside the limits

    try:
        pdf = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        return {"error": LOCKED if "password" in str(error).lower() else DAMAGED}
    page = pdf[number - 1]
    scale = SIDE / max(*page.get_size(), 1)
    page.render(scale=min(scale, 4), may_draw_forms=False).to_pil().save(target, "PNG")
    return {"pages": len(pdf)}


def read_mail(document: Path, _target: Path, _number: int) -> dict[str, Any]:
    """What the mail says, and what is attached."""
    parts = list(parts_of(parsed(document)))
    texts: dict[str, str] = {"text/plain": "", "text/html": ""}
    attachments = []
    for index, (part, is_attachment) in enumerate(parts):
        kind = part.get_content_type()
        if not is_attachment and not texts.get(kind, "x"):
            texts[kind] = text_of(part)[:MAX_TEXT]
        elif is_attachment:
            attachments.append({"index": index, "name": name_of(part), "size": len(content_of(part))})
    message = parsed(document, only_headers=True)
    return {
        "headers": {name: header_of(message, name) for name in HEADERS},
        "text": texts["text/plain"],
        "html": texts["text/html"],
        "attachments": attachments,
    }


def take_out(document: Path, target: Path, number: int) -> dict[str, Any]:
    """One attachment as a file."""
    part, is_attachment = list(parts_of(parsed(document)))[number]
    if not is_attachment:
        return {"error": DAMAGED}
    target.write_bytes(content_of(part))
    return {"name": name_of(part)}


def parsed(document: Path, *, only_headers: bool = False) -> Message:
    """The mail as the standard library reads it."""
    with document.open("rb") as file:
        return BytesParser(policy=policy.compat32).parse(file, headersonly=only_headers)


def parts_of(message: Message, depth: int = 0) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, and whether each is attached; a mail inside a mail is one part."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        if depth < MAX_DEPTH:
            for part in list(message.get_payload())[:MAX_PARTS]:
                if isinstance(part, Message):
                    yield from parts_of(part, depth + 1)
        return
    is_text = message.get_content_type() in {"text/plain", "text/html"}
    is_named = bool(message.get_filename()) or message.get_content_disposition() == "attachment"
    yield message, is_named or not is_text


def content_of(part: Message) -> bytes:
    """What a part holds."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(part: Message) -> str:
    """A part's text, in the encoding that it names or in one that takes every byte."""
    content = content_of(part)
    try:
        return content.decode(str(part.get_content_charset() or "utf-8"), "replace")
    except LookupError:
        return content.decode("latin-1")


def name_of(part: Message) -> str:
    """What an attachment is called; a mail by its subject."""
    name = part.get_filename()
    if name:
        return decoded(str(name))
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return f"{header_of(inner, 'Subject') if isinstance(inner, Message) else ''}.eml"
    return ""


def header_of(message: Message, name: str) -> str:
    """A header as people read it, on one line."""
    return " ".join(decoded(str(message.get(name, ""))).split())


def decoded(text: str) -> str:
    """Encoded words as text; what cannot be decoded stays as it came."""
    try:
        plain = str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):
        plain = text
    return plain.encode("utf-8", "replace").decode()[:MAX_HEADER]


if __name__ == "__main__":
    main(*sys.argv[1:])
