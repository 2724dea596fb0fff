"""Secrets for one-time links: the link holds the token, the database only its hash."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """SHA-256 (hex) of the token."""
    return sha256(token.encode()).hexdigest()
