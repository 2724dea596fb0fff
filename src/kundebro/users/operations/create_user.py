from django.db import transaction

from kundebro.company.models import Department
from kundebro.users.choices import SCOPE_OF_ROLE, Language, Role, Scope, SecurityEventKind
from kundebro.users.models import Team, User
from kundebro.users.operations.log_security_event import security_log


def create_user(  # noqa: PLR0913  what a person has
    *,
    name: str,
    email: str,
    role: Role,
    by: User | None,
    initials: str = "",
    phone: str = "",
    scope: Scope | None = None,
    team: Team | None = None,
    department: Department | None = None,
    language: Language = Language.DANISH,
    may_sign_in: bool = True,
) -> User:
    """Add a person; without a scope the role decides it. An invitation lets them choose a password.

    Raises ValidationError when the e-mail or the initials are taken.
    """
    user = User(
        name=name,
        email=email,
        role=role,
        initials=initials,
        phone=phone,
        scope=scope or SCOPE_OF_ROLE[Role(role)],
        team=team,
        department=department,
        language=language,
        may_sign_in=may_sign_in,
    )
    user.set_unusable_password()
    with transaction.atomic():
        user.full_clean()
        user.save(force_insert=True)
        security_log(
            SecurityEventKind.RIGHTS_CHANGED, user=by, text=f"{user.email}: role={user.role}, scope={user.scope}"
        )
    return user
