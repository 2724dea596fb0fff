"""Who may do what: predicates over the user's role, and the rights of the apps up to here."""

import rules
from rules.predicates import Predicate

from kundebro.users.choices import Role
from kundebro.users.models import User


def has_role(*roles: Role) -> Predicate:
    """Predicate: the user has access and one of the roles (asks no database)."""

    def allowed(user: object) -> bool:
        return isinstance(user, User) and user.has_access and user.role in roles

    return Predicate(allowed, name=f"has_role:{'|'.join(roles)}")


is_administrator = has_role(Role.ADMINISTRATOR)
is_manager = has_role(Role.ADMINISTRATOR, Role.SALES_MANAGER)
is_signed_in = has_role(*Role)

rules.add_perm("core.view_gallery", is_administrator)
rules.add_perm("company.view_setup", has_role(Role.ADMINISTRATOR, Role.SALES_MANAGER, Role.BOOKKEEPER))
rules.add_perm("company.change_setup", is_administrator)
rules.add_perm("company.change_crm_setup", is_manager)
rules.add_perm("users.view_user", is_manager)
rules.add_perm("users.change_user", is_administrator)
rules.add_perm("users.view_security_log", is_administrator)
