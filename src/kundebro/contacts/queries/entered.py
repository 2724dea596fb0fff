"""What a sheet of Messe-indtastning that was sent before has become."""

from typing import Final

from kundebro.history.models import Change, Changeset
from kundebro.users.models import User

OPERATION: Final = "contacts.enter-fair"


def prospects_made_in(changeset: Changeset) -> list[int]:
    """Keys of the prospects that the changeset opened."""
    made = changeset.changes.filter(
        content_type__app_label="prospects", content_type__model="prospect", kind=Change.Kind.CREATED
    )
    return list(made.order_by("pk").values_list("object_id", flat=True))


def prospects_entered(*, by: User, key: str) -> list[int]:
    """Keys of the prospects that the user's sheet with this key has become; none for a new one."""
    changeset = Changeset.objects.filter(operation=OPERATION, key=f"{by.pk}:{key}").first()
    return prospects_made_in(changeset) if changeset else []
