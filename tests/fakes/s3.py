"""S3 as far as Kundebro uses it, on this machine: every request's signature is worked out anew and compared."""

import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

BUCKET: Final = "dokumenter"
KEY: Final = "AKIAKUNDEBRO"
SECRET: Final = "hemmelig"
AUTHORIZATION: Final = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), ?SignedHeaders=(?P<names>[^,]+), ?"
    r"Signature=(?P<signature>\w+)"
)


@dataclass
class FakeS3:
    """What the bucket holds, and which calls came."""

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    parts: dict[int, bytes] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def keep(self, key: str, content: bytes) -> None:
        """Hold the object from now on."""
        self.objects[key], self.changed[key] = content, datetime.now(UTC)


def signature_of(request: BaseHTTPRequestHandler, body: bytes, scope: str, names: str) -> str:
    """Signature version 4, as its documentation works it out."""
    address = urlsplit(request.path)
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(parse_qsl(address.query, keep_blank_values=True))
    )
    headers = "".join(f"{name}:{' '.join((request.headers[name] or '').split())}\n" for name in names.split(";"))
    told = request.headers["x-amz-content-sha256"]
    assert told in ("UNSIGNED-PAYLOAD", sha256(body).hexdigest()), "the body is not the one that was signed"
    canonical = f"{request.command}\n{address.path}\n{query}\n{headers}\n{names}\n{told}"
    digest = sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{request.headers['x-amz-date']}\n{scope}\n{digest}"
    key = f"AWS4{SECRET}".encode()
    for word in scope.split("/"):
        key = hmac.digest(key, word.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Answers one request after the other on a connection."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send status, headers and body."""
        self.send_response(status)
        given = {"Content-Length": str(len(body)), **{name.replace("_", "-"): told for name, told in headers.items()}}
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status: int, code: str) -> None:
        """Say no as S3 does."""
        self.answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def handle_it(self) -> None:
        """Let in whoever has signed rightly."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if match is None or match["key"] != KEY:
            self.refuse(403, "AccessDenied")
        elif not hmac.compare_digest(signature_of(self, body, match["scope"], match["names"]), match["signature"]):
            self.refuse(403, "SignatureDoesNotMatch")
        else:
            self.carry_out(body)

    def carry_out(self, body: bytes) -> None:
        """Read or write."""
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        key = unquote(address.path).removeprefix(f"/{BUCKET}").lstrip("/")
        if self.command in ("PUT", "POST"):
            self.write(key, query, body)
        elif self.command == "DELETE":
            self.server.bucket.objects.pop(key, None)
            self.answer(204)
        else:
            self.read(key, query)

    def read(self, key: str, query: dict[str, str]) -> None:
        """An object, or the list of them."""
        bucket = self.server.bucket
        if not key:
            bucket.heard.append("ListObjects")
            found = "".join(
                f"<Contents><Key>{name}</Key><Size>{len(content)}</Size>"
                f"<LastModified>{bucket.changed[name]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
                for name, content in sorted(bucket.objects.items())
                if name.startswith(query.get("prefix", ""))
            )
            self.answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode())
        elif key in bucket.objects:
            changed = bucket.changed[key].strftime("%a, %d %b %Y %H:%M:%S GMT")
            self.answer(200, bucket.objects[key], Last_Modified=changed)
        else:
            self.refuse(404, "NoSuchKey")

    def write(self, key: str, query: dict[str, str], body: bytes) -> None:
        """An object at once, or in parts."""
        bucket = self.server.bucket
        if "uploads" in query:
            bucket.parts.clear()
            self.answer(200, b"<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>")
            return
        if "partNumber" in query:
            bucket.parts[int(query["partNumber"])] = body
        elif "uploadId" in query:
            bucket.heard.append("CompleteMultipartUpload")
            bucket.keep(key, b"".join(content for _number, content in sorted(bucket.parts.items())))
            self.answer(200, b'<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')
            return
        else:
            bucket.keep(key, body)
        self.answer(200, ETag=f'"{md5(body).hexdigest()}"')  # noqa: S324  what the protocol asks for

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_it  # noqa: N815  the names of the library


class Server(ThreadingHTTPServer):
    """The service with its one bucket."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bucket = FakeS3(f"http://127.0.0.1:{self.server_port}")


@contextmanager
def serving() -> Iterator[FakeS3]:
    """The service at a free port of this machine, gone afterwards."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.bucket
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
