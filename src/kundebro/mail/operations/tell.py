"""Tells people of mail that did not go as it should."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from kundebro.mail.choices import MailState
from kundebro.mail.models import OutgoingMail
from kundebro.mail.operations.notify import notify
from kundebro.users.models import User

KIND = "mail"


def tell_of(mail: OutgoingMail, state: MailState, *, now: datetime) -> None:
    """Tell the administrators, who can do something about it, and whoever wrote the mail."""
    administrators: Iterable[User] = User.objects.administrators()
    people = {user.pk: user for user in administrators}
    url = mail.get_absolute_url()
    for user in people.values():
        _tell(user, mail, state, url=url, now=now)
    if mail.queued_by is not None and mail.queued_by_id not in people:
        _tell(mail.queued_by, mail, state, url="", now=now)


def _tell(user: User, mail: OutgoingMail, state: MailState, *, url: str, now: datetime) -> None:
    with translation.override(user.language):
        if state == MailState.UNCERTAIN:
            text = _("Nobody knows whether the mail “%(subject)s” to %(to)s was sent.")
        else:
            text = _("The mail “%(subject)s” to %(to)s could not be sent.")
        told = text % {"subject": mail.subject, "to": mail.to_address}
        notify(user, told, kind=KIND, url=url, key=f"mail:{mail.pk}:{mail.attempts}", now=now)
