import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.config.environment import DEMO_MARK
from kundebro.history.doors import Door, through
from kundebro.home.demo import PEOPLE, make_demo
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


class Command(BaseCommand):
    help = "Fill an empty database with a Danish company to try Kundebro on, and print how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="leave a database with people in it as it is")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        initials = [person[1] for person in PEOPLE]
        demo_people = User.objects.filter(initials__in=initials, email__endswith="@fjordbo.example")
        if not demo_people.exists():
            if User.objects.exists() or Prospect.objects.exists():
                if options["if_empty"]:
                    return
                raise CommandError(_("There is data here already; the demo data goes into an empty database only."))
            self.stdout.write(_("Making demo data: 2,000 prospects, 4,000 contacts, six people …"))
            with through(Door.COMMAND):
                make_demo(today=timezone.localdate())
        settings.DATA.mkdir(parents=True, exist_ok=True)
        (settings.DATA / DEMO_MARK).touch()
        self.stdout.write(_("Sign in as one of these (new passwords at each start of the demo):"))
        for user in demo_people.order_by("pk"):
            password = "-".join(secrets.token_hex(2) for _part in range(4))
            user.set_password(password)
            user.save(update_fields=["password"])
            self.stdout.write(f"  {user.get_role_display():16} {user.email:28} {password}")
