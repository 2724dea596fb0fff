from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """What Kundebro tells people: outgoing mail, and notifications."""

    name = "kundebro.mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Offer the pages, have the sender kept alive, and put the housekeeping on the schedule."""
        from kundebro.jobs import schedule
        from kundebro.jobs.backups.afterwards import Afterwards, afterwards
        from kundebro.jobs.processes.companions import Companion, companions
        from kundebro.mail import queries, tasks
        from kundebro.mail.digest import DigestSection, digest_sections
        from kundebro.mail.invariants import register_invariants
        from kundebro.mail.kinds import NotificationKind, kinds
        from kundebro.mail.operations import hold_back
        from kundebro.mail.operations.tell import KIND
        from kundebro.mail.pages import register_pages
        from kundebro.mail.queries.notifications import UNREAD
        from kundebro.users.at_hand import AtHand, at_hand

        afterwards.register(Afterwards("mail", hold_back))
        companions.register(Companion("mail sender", "send_mail"))
        at_hand.register(AtHand(UNREAD, queries.unread_subquery))
        kinds.register(NotificationKind(key=KIND, title=_("Mail"), icon="mail", is_mailed=False))
        digest_sections.register(
            DigestSection(name="mail.news", title=_("Notifications"), told_to=queries.news_for, position=90)
        )
        register_invariants()
        register_pages()
        schedule.register(
            job="mail.forget",
            title=_("Forget old mail and notifications"),
            task=tasks.forget,
            due=schedule.Daily(at=time(3, 40)),
        )
        schedule.register(
            job="mail.digests",
            title=_("Morning overview by e-mail"),
            task=tasks.digests,
            due=schedule.Every(minutes=60),
        )
