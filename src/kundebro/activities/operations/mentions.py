"""Whoever is named with @ in a note is told of it."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from kundebro.activities.models import Activity
from kundebro.activities.queries.mentions import Unclear, may_see, mentioned_in
from kundebro.mail.operations import notify
from kundebro.users.models import User

KIND = "mention"


def tell_mentioned(activity: Activity, *, by: User, now: datetime) -> None:
    """Tell each once for each note, but nobody of oneself, and nobody who may not see the prospect."""
    for who in mentioned_in(activity.note):
        if isinstance(who, Unclear) or who.pk == by.pk or not may_see(who, activity.prospect):
            continue
        with translation.override(who.language):
            told = _("%(name)s mentioned you at %(company)s: %(subject)s") % {
                "name": by.name,
                "company": activity.prospect.name,
                "subject": activity.subject,
            }
        notify(
            who,
            told,
            kind=KIND,
            url=activity.get_absolute_url(),
            key=f"mention:{activity.uid}",
            now=now,
        )
