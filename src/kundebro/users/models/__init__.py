"""People, teams, invitations and the security log."""

from kundebro.users.models.invitation import Invitation
from kundebro.users.models.security_event import SecurityEvent
from kundebro.users.models.team import Team
from kundebro.users.models.user import User, UserQuerySet

__all__ = ["Invitation", "SecurityEvent", "Team", "User", "UserQuerySet"]
