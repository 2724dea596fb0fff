"""Pages about people: oneself, the register, teams, invitations, the security log."""

from kundebro.users.views.invitations import accept_invitation, first_administrator, forgotten_password
from kundebro.users.views.people import (
    add_person,
    change_person,
    deactivate_person,
    forget_second_factor,
    invite_person,
    person_list,
    reactivate_person,
    sign_out_person,
)
from kundebro.users.views.profile import profile, second_factor
from kundebro.users.views.security_log import security_log
from kundebro.users.views.sessions import end_session, session_list, sign_out_elsewhere
from kundebro.users.views.teams import add_team, change_team, remove_team, team_list

__all__ = [
    "accept_invitation",
    "add_person",
    "add_team",
    "change_person",
    "change_team",
    "deactivate_person",
    "end_session",
    "first_administrator",
    "forget_second_factor",
    "forgotten_password",
    "invite_person",
    "person_list",
    "profile",
    "reactivate_person",
    "remove_team",
    "second_factor",
    "security_log",
    "session_list",
    "sign_out_elsewhere",
    "sign_out_person",
    "team_list",
]
