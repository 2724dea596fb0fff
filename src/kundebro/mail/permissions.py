"""Mail servers and the outbox are the administrators'; notifications are everyone's own."""

import rules

from kundebro.users.permissions import is_administrator

rules.add_perm("mail.view_mailaccount", is_administrator)
rules.add_perm("mail.change_mailaccount", is_administrator)
rules.add_perm("mail.view_outgoingmail", is_administrator)
rules.add_perm("mail.change_outgoingmail", is_administrator)
