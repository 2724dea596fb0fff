"""How allauth keeps second factors in Kundebro: encrypted, so that a stolen database gives away no codes."""

from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter

from kundebro.core import encryption

PURPOSE: Final = b"kundebro.users.mfa"


class EncryptedSecrets(DefaultMFAAdapter):
    """Encrypts TOTP keys and recovery seeds."""

    def encrypt(self, text: str) -> str:
        """What is stored."""
        return encryption.encrypt(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; raises SecretUnreadable."""
        return encryption.decrypt(encrypted_text, purpose=PURPOSE)
