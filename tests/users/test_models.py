import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from kundebro.users.choices import Role
from kundebro.users.models import Team, User
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db


def test_email_and_initials_are_stored_in_one_form() -> None:
    user = User(name="Søren", email="  Soeren@Firma.DK ", initials=" søj ")

    user.clean()

    assert (user.email, user.initials) == ("soeren@firma.dk", "SØJ")


def test_the_same_email_in_other_case_is_refused() -> None:
    make_user(email="mette@firma.dk")

    with pytest.raises(ValidationError) as refused:
        User(name="Mette", email="METTE@firma.dk", password="!").full_clean()

    assert list(refused.value.message_dict) == ["email"]


def test_the_database_refuses_an_email_with_capitals() -> None:
    with pytest.raises(IntegrityError):
        make_user(email="Mette@firma.dk")


def test_the_database_refuses_the_same_initials_twice() -> None:
    make_user(initials="MK")

    with pytest.raises(IntegrityError):
        make_user(initials="MK")


def test_many_people_may_lack_initials() -> None:
    make_user(initials="")
    make_user(initials="")

    assert User.objects.filter(initials="").count() == 2


def test_people_stand_in_danish_name_order() -> None:
    for name in ("Åse", "Ærling", "Zita", "Aage", "Øjvind", "Bo"):
        make_user(name=name)

    assert [str(user) for user in User.objects.all()] == ["Bo", "Zita", "Ærling", "Øjvind", "Aage", "Åse"]


def test_teams_stand_in_danish_name_order() -> None:
    for name in ("Øst", "Vest", "Aarhus"):
        make_team(name=name)

    assert [str(team) for team in Team.objects.all()] == ["Vest", "Øst", "Aarhus"]


@pytest.mark.parametrize(
    ("is_active", "may_sign_in", "has_access"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_access_needs_an_active_person_who_may_sign_in(is_active: bool, may_sign_in: bool, has_access: bool) -> None:
    user = make_user(is_active=is_active, may_sign_in=may_sign_in)

    assert user.has_access is has_access
    assert User.objects.with_access().filter(pk=user.pk).exists() is has_access


def test_a_team_with_members_cannot_be_deleted() -> None:
    team = make_team(members=1)

    with pytest.raises(ProtectedError):
        team.delete()


def test_administrators_are_those_who_can_sign_in() -> None:
    administrator = make_user(role=Role.ADMINISTRATOR)
    make_user(role=Role.ADMINISTRATOR, is_active=False)
    make_user(role=Role.ADMINISTRATOR, may_sign_in=False)
    make_user(role=Role.SELLER)

    assert list(User.objects.administrators()) == [administrator]
