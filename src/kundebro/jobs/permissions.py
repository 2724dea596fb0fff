"""A run is its starter's and the administrators'."""

import rules
from rules.predicates import Predicate

from kundebro.jobs.models import Run
from kundebro.users.models import User
from kundebro.users.permissions import is_administrator


def _own(user: object, run: Run | None) -> bool:
    return isinstance(user, User) and user.has_access and run is not None and run.started_by_id == user.pk


is_own_run = Predicate(_own, name="is_own_run")

rules.add_perm("jobs.view_run", is_own_run | is_administrator)
rules.add_perm("jobs.change_run", is_own_run | is_administrator)
rules.add_perm("jobs.view_all_runs", is_administrator)
rules.add_perm("jobs.view_backup", is_administrator)
rules.add_perm("jobs.add_backup", is_administrator)
