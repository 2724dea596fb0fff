"""Secrets where they lie: encrypted, so that a stolen database gives none away."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_LENGTH: Final = 12


class SecretUnreadable(Exception):
    """The secret was encrypted with a SECRET_KEY that is no longer known (see SECRET_KEY_FALLBACKS)."""


def encrypt(text: str, *, purpose: bytes) -> str:
    """Base64 of a random nonce and the text, under AES-256-GCM with a key made from SECRET_KEY for this purpose."""
    nonce = token_bytes(NONCE_LENGTH)
    return urlsafe_b64encode(
        nonce + _cipher(settings.SECRET_KEY, purpose).encrypt(nonce, text.encode(), purpose)
    ).decode()


def decrypt(encrypted_text: str, *, purpose: bytes) -> str:
    """The text again, also after SECRET_KEY was changed; raises SecretUnreadable."""
    stored = urlsafe_b64decode(encrypted_text)
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key, purpose).decrypt(stored[:NONCE_LENGTH], stored[NONCE_LENGTH:], purpose).decode()
        except InvalidTag:
            continue
    raise SecretUnreadable


def _cipher(key: str | bytes, purpose: bytes) -> AESGCM:
    return AESGCM(sha256(purpose + force_bytes(key)).digest())
