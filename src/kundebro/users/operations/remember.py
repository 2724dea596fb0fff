from typing import Any

from django.db import transaction

from kundebro.users.models import User


def remember(user: User, key: str, value: Any) -> None:
    """Keep a choice of the user's under the key; the value is what JSON can hold."""
    with transaction.atomic():
        preferences = User.objects.select_for_update().values_list("preferences", flat=True).get(pk=user.pk)
        user.preferences = {**preferences, key: value}
        user.save(update_fields=["preferences"])
