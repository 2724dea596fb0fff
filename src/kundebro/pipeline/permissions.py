"""Who may do what with sales projects: the user's role; which ones, `visible_to` says."""

import rules

from kundebro.users.choices import Role
from kundebro.users.permissions import has_role, is_manager, is_signed_in

may_sell = has_role(Role.ADMINISTRATOR, Role.SALES_MANAGER, Role.SELLER)

rules.add_perm("pipeline.view_salesproject", is_signed_in)
rules.add_perm("pipeline.add_salesproject", may_sell)
rules.add_perm("pipeline.change_salesproject", may_sell)
rules.add_perm("pipeline.export_salesproject", may_sell)
rules.add_perm("pipeline.import_salesproject", may_sell)
rules.add_perm("pipeline.view_stagechange", is_signed_in)
rules.add_perm("pipeline.add_stagechange", may_sell)
rules.add_perm("pipeline.change_stagechange", may_sell)
for name in ("stage", "lostreason", "salestarget"):
    rules.add_perm(f"pipeline.view_{name}", is_signed_in)
    rules.add_perm(f"pipeline.add_{name}", is_manager)
    rules.add_perm(f"pipeline.change_{name}", is_manager)
