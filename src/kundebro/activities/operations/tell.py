"""Tells people what they have been given to do, and each morning what is due."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.activities.models import Activity
from kundebro.core.dates import next_working_day
from kundebro.mail.operations import notify
from kundebro.users.models import User

ASSIGNED: Final = "assigned"
DUE: Final = "due"


def tell_responsible(activities: Collection[Activity], *, by: User, now: datetime) -> None:
    """Tell those who were given something to do by somebody else: each once, however much it is."""
    given: dict[int, list[Activity]] = {}
    for activity in activities:
        if activity.is_open and activity.responsible_id != by.pk:
            given.setdefault(activity.responsible_id, []).append(activity)
    for theirs in given.values():
        user, first = theirs[0].responsible, theirs[0]
        with translation.override(user.language):
            if len(theirs) == 1:
                text = _("%(name)s has given you: %(subject)s – %(prospect)s")
            else:
                text = _("%(name)s has given you %(count)d activities: %(subject)s")
            names = {"name": by.name, "subject": first.subject, "prospect": first.prospect.name, "count": len(theirs)}
            url = first.get_absolute_url() if len(theirs) == 1 else reverse("activities:todo")
            notify(user, text % names, kind=ASSIGNED, url=url, now=now)


def tell_what_is_due(*, now: datetime) -> int:
    """On a working day, tell each person how much is due today and overdue, once; how many were told."""
    today = timezone.localdate(now)
    if next_working_day(today) != today:
        return 0
    due = Activity.objects.open().filter(due_on__lte=today).order_by().values("responsible")
    counted = due.annotate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    counts = {row["responsible"]: (row["count"] - row["late"], row["late"]) for row in counted}
    people = User.objects.with_access().filter(pk__in=list(counts)).order_by("pk")
    for user in people:
        with transaction.atomic(), translation.override(user.language):
            notify(
                user,
                _sentence(*counts[user.pk]),
                kind=DUE,
                url=reverse("activities:todo"),
                key=f"due:{today.isoformat()}",
                now=now,
            )
    return len(people)


def _sentence(due: int, late: int) -> str:
    told = []
    if due:
        told.append(
            ngettext("%(count)d activity is due today", "%(count)d activities are due today", due) % {"count": due}
        )
    if late:
        told.append(ngettext("%(count)d is overdue", "%(count)d are overdue", late) % {"count": late})
    return " · ".join(told)
