"""Reads what the operator set: the database's address, the secret key, yes and no."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; "
    "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000;"
)

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
DEMO_MARK = "demo"
"""The file by which `kundebro demo` marks a data folder."""


class BadSetting(SystemExit):
    """A setting that cannot be used; ends the process with a sentence for the operator."""


def truth(name: str, *, default: bool = False) -> bool:
    """Whether the variable says yes (1, true, yes, on) or no (0, false, no, off); raises BadSetting for anything else."""
    said = os.environ.get(name, "").strip().casefold()
    if said in NO or said in YES:
        return said in YES
    if said:
        message = f"{name} is '{said}'; use 1 for yes or 0 for no."
        raise BadSetting(message)
    return default


def whole_number(name: str, *, default: int) -> int:
    """The number the variable says; raises BadSetting for anything but a whole number from 1 up."""
    said = os.environ.get(name, "").strip()
    if not said:
        return default
    if not said.isascii() or not said.isdigit() or int(said) < 1:
        message = f"{name} is '{said}'; use a whole number from 1 up."
        raise BadSetting(message)
    return int(said)


def s3_from_environment() -> dict[str, str]:
    """Where documents lie when KUNDEBRO_S3_BUCKET names a bucket; empty when they lie in the data folder."""
    bucket = os.environ.get("KUNDEBRO_S3_BUCKET", "")
    if not bucket:
        return {}
    named = ("endpoint", "region", "key", "secret")
    return {"bucket": bucket, **{name: os.environ.get(f"KUNDEBRO_S3_{name.upper()}", "") for name in named}}


def holds_demo_data(data: Path) -> bool:
    """Whether `kundebro demo` has been used with the data folder."""
    return (data / DEMO_MARK).exists()


def address_of(hosts: Sequence[str], *, is_plain: bool) -> str:
    """Where people reach us, as far as the host names tell; what mails link to."""
    return f"{'http' if is_plain else 'https'}://{hosts[0]}" if hosts else "http://127.0.0.1:8000"


def database_from_url(url: str, data: Path) -> dict[str, Any]:
    """Django's database settings from `sqlite:///path` or `postgres://user:password@host:port/name?host=/socket`.

    Empty means a SQLite file in the data folder. Raises BadSetting for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite"}:
        return {
            "ENGINE": "kundebro.core.sqlite",
            "NAME": unquote(parts.path) if url else str(data / "kundebro.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 15, "init_command": SQLITE_PRAGMAS},
            "TEST": {"NAME": ":memory:"},  # as with Django's own backend, the only one that pytest-django knows
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"KUNDEBRO_DATABASE_URL begins with '{parts.scheme}:'; use sqlite:///path or postgres://…"
        raise BadSetting(message)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kundebro",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": truth("KUNDEBRO_PGBOUNCER"),
        "OPTIONS": options,
    }


def read_secret_key(data: Path) -> str:
    """KUNDEBRO_SECRET_KEY, or the key kept in the data folder, made on first use and readable by its owner only."""
    if key := os.environ.get("KUNDEBRO_SECRET_KEY"):
        return key
    path = data / "secret-key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        message = f"Kundebro cannot write in its data folder {data} ({error.strerror}); set KUNDEBRO_DATA."
        raise BadSetting(message) from error
    return path.read_text()
