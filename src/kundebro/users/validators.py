"""What a password may not be, beside Django's own rules."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundebro.company.models import Company
from kundebro.core.danish import fold
from kundebro.users.models import User

LONGEST_PASSWORD: Final = 128
SHORTEST_WORD: Final = 4
WORDS_OF_OURS: Final = frozenset({"kundebro", "kundeemne", "keybalance"})


class PasswordNotTooLong:
    """At most 128 characters, so that hashing cannot be used to keep the server busy."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  Django's signature
        """Raise ValidationError for a longer one."""
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("The password must be at most %(length)d characters long.") % {"length": LONGEST_PASSWORD}


class NoContextWords:
    """No password built on the program's or the company's name: everybody would try those first."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  Django's signature
        """Raise ValidationError when such a word is in the password, however it is spelled."""
        folded = _run_together(password)
        if any(word in folded for word in WORDS_OF_OURS | self._words_of_the_company()):
            raise ValidationError(self.get_help_text(), code="password_has_context_word")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("The password must not contain the name of the program or of the company.")

    def _words_of_the_company(self) -> frozenset[str]:
        name = Company.objects.values_list("name", flat=True).first() or ""
        words = (_run_together(word) for word in re.split(r"[\W_]+", name))
        return frozenset(word for word in words if len(word) >= SHORTEST_WORD)


def _run_together(text: str) -> str:
    """The text in its search form without blanks: `Kunde-Emne` and `kundeemne` are one."""
    return fold(text).replace(" ", "")
