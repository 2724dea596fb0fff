"""What is said after a change."""

from django.utils.translation import gettext as _

from kundebro.contacts.forms import ContactForm
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.users.requests import SignedInRequest


def tell(request: SignedInRequest, form: ContactForm, said: str = "") -> None:
    """Saved, with the way back; or that nothing was, and what looks odd."""
    changeset = latest_changeset()
    doubts = [f"{form.fields[name].label}: {text}" for name, texts in form.warnings.items() for text in texts]
    if changeset is None or not changeset.change_count:
        toast(request, _("Nothing was changed"))
    elif doubts:
        toast(request, " ".join([f"{said or _('Saved')}.", *doubts]), level="warning", undo_url=undo_url(changeset))
    else:
        toast(request, said or _("Saved"), undo_url=undo_url(changeset))


def tell_done(request: SignedInRequest, said: str) -> None:
    """What was done, with the way back."""
    toast(request, said, undo_url=undo_url(latest_changeset()))
