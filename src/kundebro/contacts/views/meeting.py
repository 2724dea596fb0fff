"""Two people changed the same contact: what of it needs an answer, and saving once it is given."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import QueryDict

from kundebro.contacts.facts import label_of, shown
from kundebro.contacts.forms import ContactForm
from kundebro.contacts.models import Contact
from kundebro.contacts.operations import change_contact
from kundebro.contacts.views.records import visible_contact
from kundebro.core.components import Difference
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.queries.stale import changed_since
from kundebro.users.models import User


@dataclass(frozen=True)
class Meeting:
    """What two people made of the same fields since the form was shown."""

    contact: Contact
    theirs: set[str]
    differences: list[Difference]
    by: User | None

    @classmethod
    def of(cls, form: ContactForm, contact: Contact, version: int) -> "Meeting":
        """Compare field by field: what only they changed stays theirs, what both changed differently is asked."""
        since = changed_since(contact, version)
        theirs, differences = set(), []
        for name in form.model_fields:
            if name not in since.originals:
                continue
            original, yours, now = since.originals[name], form.cleaned_data[name], getattr(contact, name)
            if _key(yours) in (_key(now), original):
                theirs.add(name)
            elif _key(now) != original:
                texts = {"original": shown(name, original), "yours": shown(name, yours), "theirs": shown(name, now)}
                differences.append(Difference(name=name, title=label_of(name), **texts))
        return cls(contact, theirs, differences, since.by)

    @property
    def their_name(self) -> str:
        """Who was quicker."""
        return self.by.name if self.by else ""

    def typed(self, form: ContactForm) -> dict[str, Any]:
        """What the form goes on with: all that was typed, less what only the other one changed."""
        return {name: form.cleaned_data[name] for name in form.model_fields if name not in self.theirs}


def save(form: ContactForm, contact: Contact, *, by: User, posted: QueryDict) -> Meeting | None:
    """Write what the form says, and answer with what has to be asked first, if anything has."""
    version: int | None = form.cleaned_data["version"]
    kept = {name for name in form.model_fields if posted.get(f"keep-{name}") == "theirs"}
    while True:
        values = {name: value for name, value in form.values().items() if name not in kept}
        try:
            change_contact(contact, values, by=by, version=version, key=form.cleaned_data["idempotency_key"] or None)
        except StaleWrite:
            meeting = Meeting.of(form, visible_contact(by, contact.pk), version or 0)
            if {difference.name for difference in meeting.differences} - kept:
                return meeting
            kept, version = kept | meeting.theirs, meeting.contact.version
        else:
            return None


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
