"""Prints a one-time link: for the first administrator, or for someone who cannot sign in any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kundebro.users.models import User
from kundebro.users.operations import MayNotSignIn, first_administrator_link, forget_second_factor, invite


class Command(BaseCommand):
    """`kundebro sign_in_link [email]`."""

    help = "Print a link that works once: to make the first administrator, or to give EMAIL a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person and where Kundebro answers."""
        parser.add_argument("email", nargs="?", default="", help="whose password; without it the first administrator")
        parser.add_argument(
            "--forget-second-factor",
            action="store_true",
            help="for someone who has lost the phone, the passkey and the recovery codes: remove them first",
        )
        parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where Kundebro answers")

    def handle(self, *_args: Any, email: str, base_url: str, **options: Any) -> str:
        """The link, or why there is none."""
        if email:
            return self._link_for(email, base_url, is_forgetting=options["forget_second_factor"])
        if link := first_administrator_link(base_url):
            return link
        message = "There is an administrator. Name the e-mail of the person who needs a link."
        raise CommandError(message)

    def _link_for(self, email: str, base_url: str, *, is_forgetting: bool) -> str:
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            message = f"Nobody has the e-mail {email}."
            raise CommandError(message)
        try:
            link = invite(user, by=None, base_url=base_url)
        except MayNotSignIn as error:
            raise CommandError(str(error)) from error
        if is_forgetting:
            forget_second_factor(user, by=None)
        return link
