import pytest
from django.core.exceptions import ValidationError

from kundebro.users.models import Team
from kundebro.users.operations import TeamInUse, create_team, remove_team, rename_team
from tests.factories.users import make_team

pytestmark = pytest.mark.django_db


def test_a_team_gets_its_name_without_blanks_around() -> None:
    assert create_team(name=" Vest ").name == "Vest"


def test_a_taken_name_is_refused() -> None:
    make_team(name="Vest")

    with pytest.raises(ValidationError):
        rename_team(make_team(name="Øst"), name="Vest")

    assert set(Team.objects.values_list("name", flat=True)) == {"Vest", "Øst"}


def test_a_team_with_members_stays() -> None:
    team = make_team(members=1)

    with pytest.raises(TeamInUse):
        remove_team(team)

    assert Team.objects.get() == team


def test_a_team_without_members_goes() -> None:
    remove_team(make_team())

    assert not Team.objects.exists()
