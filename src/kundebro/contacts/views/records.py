"""How the views get hold of the contact that an address names."""

from django.shortcuts import get_object_or_404

from kundebro.contacts.models import Contact
from kundebro.users.models import User


def visible_contact(user: User, pk: int) -> Contact:
    """The contact with its company and role; 404 for one the user may not see."""
    return get_object_or_404(Contact.objects.visible_to(user).select_related("prospect", "role"), pk=pk)
