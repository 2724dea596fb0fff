"""What is said after a change."""

from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.users.requests import SignedInRequest


def tell_done(request: SignedInRequest, said: str) -> None:
    """What was done, with the way back."""
    toast(request, said, undo_url=undo_url(latest_changeset()))
