"""Who may do what with prospects: the user's role; which ones, `visible_to` says."""

import rules

from kundebro.ledger.permissions import keeps_books
from kundebro.prospects.models.codes import SETUP_MODELS
from kundebro.users.choices import Role
from kundebro.users.permissions import has_role, is_manager, is_signed_in

may_edit = has_role(Role.ADMINISTRATOR, Role.SALES_MANAGER, Role.SELLER, Role.MARKETING, Role.BOOKKEEPER)

for name in ("prospect", "productionunit", "suppliercomparison", "suppliercandidate"):
    rules.add_perm(f"prospects.view_{name}", is_signed_in)
    rules.add_perm(f"prospects.add_{name}", may_edit)
    rules.add_perm(f"prospects.change_{name}", may_edit)
rules.add_perm("prospects.archive_prospect", may_edit)
rules.add_perm(
    "prospects.transfer_prospect",
    has_role(Role.ADMINISTRATOR, Role.SALES_MANAGER, Role.SELLER, Role.BOOKKEEPER),
)
rules.add_perm("prospects.level_prospect", is_manager & keeps_books)
rules.add_perm("prospects.import_prospect", may_edit)
rules.add_perm("prospects.export_prospect", may_edit)

for model in SETUP_MODELS:
    rules.add_perm(f"prospects.view_{model._meta.model_name}", is_signed_in)
    rules.add_perm(f"prospects.add_{model._meta.model_name}", is_manager)
    rules.add_perm(f"prospects.change_{model._meta.model_name}", is_manager)

for name in ("syncswitch", "ownedfield"):
    rules.add_perm(f"prospects.view_{name}", is_signed_in)
    rules.add_perm(f"prospects.add_{name}", is_manager)
    rules.add_perm(f"prospects.change_{name}", is_manager)
