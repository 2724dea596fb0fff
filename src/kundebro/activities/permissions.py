"""Who may do what with activities: the user's role; which ones, `visible_to` says."""

import rules

from kundebro.prospects.permissions import may_edit
from kundebro.users.permissions import is_manager, is_signed_in

rules.add_perm("activities.view_activity", is_signed_in)
rules.add_perm("activities.add_activity", may_edit)
rules.add_perm("activities.change_activity", may_edit)
rules.add_perm("activities.import_activity", may_edit)
rules.add_perm("activities.view_activitytype", is_signed_in)
rules.add_perm("activities.add_activitytype", is_manager)
rules.add_perm("activities.change_activitytype", is_manager)

for name in ("document", "documentversion"):
    rules.add_perm(f"activities.view_{name}", is_signed_in)
    rules.add_perm(f"activities.add_{name}", may_edit)
    rules.add_perm(f"activities.change_{name}", may_edit)
