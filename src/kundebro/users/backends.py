"""Who a session or a password lets in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kundebro.users.at_hand import at_hand
from kundebro.users.models import User


class WhoHasAccess(AuthenticationBackend):
    """Lets in active users who may sign in; asked at sign-in and again at every request."""

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        """Whether this person may be signed in now."""
        return isinstance(user, User) and user.has_access

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, together with what the middleware and the page's frame want to know of them."""
        more = {value.name: value.expression() for value in at_hand}
        user = User.objects.knowing_second_factor().annotate(**more).filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
