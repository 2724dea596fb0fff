"""Who may do what in the sub-ledgers: the user's role (docs/decisions/0007)."""

import rules

from kundebro.users.choices import Role
from kundebro.users.permissions import has_role

keeps_books = has_role(Role.ADMINISTRATOR, Role.BOOKKEEPER)
opens_accounts = has_role(Role.ADMINISTRATOR, Role.BOOKKEEPER, Role.SALES_MANAGER, Role.SELLER)
sees_accounts = has_role(*Role)
sees_amounts = has_role(Role.ADMINISTRATOR, Role.BOOKKEEPER, Role.SALES_MANAGER, Role.SELLER, Role.READER)

for name in ("debtor", "creditor"):
    rules.add_perm(f"ledger.view_{name}", sees_accounts)
    rules.add_perm(f"ledger.add_{name}", opens_accounts)
    rules.add_perm(f"ledger.change_{name}", keeps_books)
    rules.add_perm(f"ledger.archive_{name}", keeps_books)
for name in (
    "account",
    "vatcode",
    "vatrate",
    "postinggroup",
    "remindermodel",
    "interestmodel",
    "debtorprofile",
    "creditorprofile",
):
    rules.add_perm(f"ledger.view_{name}", sees_accounts)
    rules.add_perm(f"ledger.add_{name}", keeps_books)
    rules.add_perm(f"ledger.change_{name}", keeps_books)
for verb in ("add", "change"):
    rules.add_perm(f"ledger.{verb}_journalline", keeps_books)
rules.add_perm("ledger.view_journalline", sees_amounts)
rules.add_perm("ledger.view_amounts", sees_amounts)
rules.add_perm("ledger.view_entry", sees_amounts)
rules.add_perm("ledger.post_entry", keeps_books)
rules.add_perm("ledger.close_period", keeps_books)
rules.add_perm("ledger.change_setup", keeps_books)
