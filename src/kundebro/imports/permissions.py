"""Who may import: whoever may import into some target; what, each target says itself."""

import rules
from rules.predicates import Predicate

from kundebro.imports.targets import targets
from kundebro.users.models import User
from kundebro.users.permissions import is_administrator


def _may_import_something(user: object) -> bool:
    return isinstance(user, User) and any(user.has_perm(target.permission) for target in targets)


rules.add_perm("imports.import_lists", Predicate(_may_import_something, name="may_import_something"))
rules.add_perm("imports.view_all_imports", is_administrator)
