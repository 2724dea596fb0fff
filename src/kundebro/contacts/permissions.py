"""Who may do what with contacts: the user's role; which ones, `visible_to` says."""

import rules

from kundebro.prospects.permissions import may_edit
from kundebro.users.permissions import is_manager, is_signed_in

rules.add_perm("contacts.view_contact", is_signed_in)
rules.add_perm("contacts.add_contact", may_edit)
rules.add_perm("contacts.change_contact", may_edit)
rules.add_perm("contacts.export_contact", may_edit)

rules.add_perm("contacts.view_contactrole", is_signed_in)
rules.add_perm("contacts.add_contactrole", is_manager)
rules.add_perm("contacts.change_contactrole", is_manager)
