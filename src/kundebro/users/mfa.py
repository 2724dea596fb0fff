"""How allauth keeps second factors in Kundebro: encrypted, so that a stolen database gives away no codes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_LENGTH: Final = 12
PURPOSE: Final = b"kundebro.users.mfa"


class SecondFactorUnreadable(Exception):
    """The secret was encrypted with a SECRET_KEY that is no longer known (see SECRET_KEY_FALLBACKS)."""


class EncryptedSecrets(DefaultMFAAdapter):
    """Encrypts TOTP keys and recovery seeds with AES-256-GCM under a key made from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        """Base64 of a random nonce and the encrypted text."""
        nonce = token_bytes(NONCE_LENGTH)
        return urlsafe_b64encode(nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again, also after SECRET_KEY was changed; raises SecondFactorUnreadable."""
        stored = urlsafe_b64decode(encrypted_text)
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _cipher(key).decrypt(stored[:NONCE_LENGTH], stored[NONCE_LENGTH:], PURPOSE).decode()
            except InvalidTag:
                continue
        raise SecondFactorUnreadable


def _cipher(key: str | bytes) -> AESGCM:
    return AESGCM(sha256(PURPOSE + force_bytes(key)).digest())
