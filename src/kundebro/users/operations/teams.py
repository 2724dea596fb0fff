from django.db import transaction

from kundebro.users.models import Team


class TeamInUse(Exception):
    """The team still has members."""


def create_team(*, name: str) -> Team:
    """Add a team; raises ValidationError when the name is taken."""
    team = Team(name=name.strip())
    team.full_clean()
    team.save(force_insert=True)
    return team


def rename_team(team: Team, *, name: str) -> Team:
    """Give the team another name; raises ValidationError when it is taken."""
    team.name = name.strip()
    team.full_clean()
    team.save()
    return team


def remove_team(team: Team) -> None:
    """Remove a team without members; raises TeamInUse."""
    with transaction.atomic():
        if team.members.exists():
            raise TeamInUse
        team.delete()
