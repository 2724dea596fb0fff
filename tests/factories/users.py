"""People for tests."""

from datetime import timedelta
from itertools import count

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from kundebro.company.models import Department
from kundebro.users.choices import SCOPE_OF_ROLE, Language, Role, Scope
from kundebro.users.models import Team, User

PASSWORD = "en lang og god kode"
_numbers = count(1)


def make_user(  # noqa: PLR0913  what a person has
    *,
    name: str = "",
    email: str = "",
    role: Role = Role.ADMINISTRATOR,
    scope: Scope | None = None,
    team: Team | None = None,
    department: Department | None = None,
    initials: str = "",
    language: Language = Language.DANISH,
    password: str = "",
    may_sign_in: bool = True,
    is_active: bool = True,
) -> User:
    """A person with access; the role decides the scope unless it is given, and a password only if one is."""
    number = next(_numbers)
    user = User(
        name=name or f"Bruger {number}",
        email=email or f"bruger{number}@firma.dk",
        role=role,
        scope=scope or SCOPE_OF_ROLE[role],
        team=team,
        department=department,
        initials=initials,
        language=language,
        may_sign_in=may_sign_in,
        is_active=is_active,
    )
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    return user


def make_second_factor(user: User, *, kind: str = Authenticator.Type.TOTP) -> Authenticator:
    """A second factor of the person, good enough to be there."""
    return Authenticator.objects.create(user=user, type=kind, data={})


def make_session(user: User, *, user_agent: str = "", ip: str = "127.0.0.1") -> UserSession:
    """A session of the person on a device of its own."""
    key = f"{next(_numbers):040}"
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(hours=1))
    return UserSession.objects.create(user=user, session_key=key, user_agent=user_agent, ip=ip)


def make_team(*, name: str = "", members: int = 0) -> Team:
    """A team, with as many sellers as asked for."""
    team = Team.objects.create(name=name or f"Hold {next(_numbers)}")
    for _member in range(members):
        make_user(role=Role.SELLER, scope=Scope.TEAM, team=team)
    return team
