import pytest
from django.core.exceptions import ValidationError

from kundebro.users.choices import Language, Role, Scope
from kundebro.users.models import Invitation, SecurityEvent, User
from kundebro.users.operations import (
    LastAdministrator,
    NotChangeable,
    change_profile,
    change_user,
    create_user,
    deactivate,
    invite,
    reactivate,
)
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.ADMINISTRATOR, Scope.ALL),
        (Role.SALES_MANAGER, Scope.ALL),
        (Role.SELLER, Scope.OWN),
        (Role.MARKETING, Scope.ALL),
        (Role.BOOKKEEPER, Scope.ALL),
        (Role.READER, Scope.ALL),
    ],
)
def test_the_role_decides_what_a_new_person_sees(role: Role, scope: Scope) -> None:
    assert create_user(name="Bo", email="bo@firma.dk", role=role, by=None).scope == scope


def test_a_chosen_scope_goes_before_the_roles() -> None:
    user = create_user(name="Bo", email="bo@firma.dk", role=Role.SELLER, scope=Scope.ALL, by=None)

    assert user.scope == Scope.ALL


def test_a_new_person_has_no_password() -> None:
    assert not create_user(name="Bo", email="bo@firma.dk", role=Role.SELLER, by=None).has_usable_password()


def test_taken_initials_are_refused() -> None:
    make_user(initials="BO")

    with pytest.raises(ValidationError):
        create_user(name="Bo", email="bo@firma.dk", initials="bo", role=Role.SELLER, by=None)

    assert not User.objects.filter(email="bo@firma.dk").exists()


def test_a_change_of_rights_is_noted() -> None:
    administrator, team = make_user(), make_team(name="Vest")
    user = make_user(role=Role.SELLER, email="bo@firma.dk")

    change_user(user, {"role": Role.SALES_MANAGER, "scope": Scope.TEAM, "team": team}, by=administrator)

    event = SecurityEvent.objects.get()
    assert (event.user, event.kind) == (administrator, "rights_changed")
    assert event.text == "bo@firma.dk: role: seller → sales_manager, scope: own → team, team: None → Vest"


def test_a_change_of_name_is_no_change_of_rights() -> None:
    user = change_user(make_user(), {"name": "Åse Ørsted"}, by=make_user())

    user.refresh_from_db()
    assert (user.name, user.sort_name) == ("Åse Ørsted", "}se |rsted")
    assert not SecurityEvent.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"role": Role.SELLER}, {"may_sign_in": False}, {"is_active": False}], ids=["role", "sign-in", "active"]
)
def test_the_last_administrator_stays(changes: dict[str, object]) -> None:
    administrator = make_user(role=Role.ADMINISTRATOR)
    make_user(role=Role.ADMINISTRATOR, is_active=False)

    with pytest.raises(LastAdministrator):
        change_user(administrator, changes, by=administrator)

    administrator.refresh_from_db()
    assert (administrator.role, administrator.has_access) == (Role.ADMINISTRATOR, True)


def test_one_of_two_administrators_may_go() -> None:
    administrator, other = make_user(), make_user()

    assert not deactivate(other, by=administrator).has_access


def test_deactivation_begins_a_new_round_of_sessions() -> None:
    user = make_user(role=Role.SELLER)
    before = user.get_session_auth_hash()

    user = reactivate(deactivate(user, by=make_user()), by=make_user())

    assert user.get_session_auth_hash() != before


def test_deactivation_takes_the_invitation_back() -> None:
    administrator, user = make_user(), make_user(role=Role.SELLER)
    invite(user, by=administrator, base_url="http://kundebro.firma.dk")

    deactivate(user, by=administrator)

    assert not Invitation.objects.exists()


def test_fields_outside_the_operation_are_refused() -> None:
    with pytest.raises(NotChangeable):
        change_user(make_user(), {"password": "hemmelig"}, by=make_user())


def test_nobody_gives_themselves_rights_through_the_profile() -> None:
    user = make_user(role=Role.SELLER)

    with pytest.raises(NotChangeable):
        change_profile(user, {"role": Role.ADMINISTRATOR})

    user.refresh_from_db()
    assert user.role == Role.SELLER


def test_the_profile_keeps_language_and_look() -> None:
    user = change_profile(make_user(), {"language": Language.ENGLISH, "theme": "dark", "single_key_shortcuts": False})

    user.refresh_from_db()
    assert (user.language, user.theme, user.single_key_shortcuts) == ("en", "dark", False)
