"""Why an undo would leave a company with two primary contacts."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from kundebro.contacts.models import Contact
from kundebro.history.models import Change, Changeset


def second_primary(changeset: Changeset) -> str:
    """A sentence naming who has become primary since, where the undo would bring back another; else nothing."""
    content_type = ContentType.objects.get_for_model(Contact)
    changes = Change.objects.filter(changeset=changeset, content_type=content_type)
    changed = changes.exclude(kind=Change.Kind.CREATED)  # of an import those are most, and none of them matters
    back = [
        change.object_id
        for change in changed
        if change.kind == Change.Kind.UPDATED and change.values.get("is_primary") == [True, False]
    ]
    gone = [
        change.values["prospect_id"]
        for change in changed
        if change.kind == Change.Kind.DELETED and change.values.get("is_primary")
    ]
    prospects = [*gone, *Contact.objects.filter(pk__in=back).values_list("prospect_id", flat=True)]
    own = changes.values("object_id")
    other = Contact.objects.filter(prospect__in=prospects, is_primary=True).exclude(pk__in=own).first()
    return _("%(name)s has become the primary contact since.") % {"name": other.name} if other else ""
