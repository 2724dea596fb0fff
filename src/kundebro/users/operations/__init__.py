"""What can be done with people, their access and the security log."""

from kundebro.users.operations.change_user import (
    LastAdministrator,
    NotChangeable,
    change_profile,
    change_user,
    deactivate,
    reactivate,
)
from kundebro.users.operations.create_user import create_user
from kundebro.users.operations.forget_second_factor import forget_second_factor
from kundebro.users.operations.invite import (
    InvitationNotValid,
    MayNotSignIn,
    accept_invitation,
    create_first_administrator,
    first_administrator_link,
    invite,
)
from kundebro.users.operations.log_security_event import security_log
from kundebro.users.operations.remember import remember
from kundebro.users.operations.sessions import end_session, end_sessions, forget_ended_sessions
from kundebro.users.operations.teams import TeamInUse, create_team, remove_team, rename_team

__all__ = [
    "InvitationNotValid",
    "LastAdministrator",
    "MayNotSignIn",
    "NotChangeable",
    "TeamInUse",
    "accept_invitation",
    "change_profile",
    "change_user",
    "create_first_administrator",
    "create_team",
    "create_user",
    "deactivate",
    "end_session",
    "end_sessions",
    "first_administrator_link",
    "forget_ended_sessions",
    "forget_second_factor",
    "invite",
    "reactivate",
    "remember",
    "remove_team",
    "rename_team",
    "security_log",
]
