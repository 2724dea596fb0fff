from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError

from kundebro.users.choices import Language, Role
from kundebro.users.models import Invitation, User
from kundebro.users.operations import (
    InvitationNotValid,
    MayNotSignIn,
    accept_invitation,
    create_first_administrator,
    first_administrator_link,
    invite,
)
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

BASE = "http://127.0.0.1:8000/"


def token_of(link: str) -> str:
    """The last part of the link's address."""
    return urlsplit(link).path.strip("/").rsplit("/", 1)[-1]


def now() -> datetime:
    return datetime.now(UTC)


def make_administrator_by(token: str) -> User:
    return create_first_administrator(
        token, name="Bo Bendtsen", email="bo@firma.dk", password=PASSWORD, language=Language.DANISH, now=now()
    )


def test_an_invitation_gives_a_password_once() -> None:
    user = make_user(role=Role.SELLER)
    token = token_of(invite(user, by=make_user(), base_url=BASE))

    accepted = accept_invitation(token, password=PASSWORD, now=now())

    assert accepted == user
    assert accepted.check_password(PASSWORD)
    with pytest.raises(InvitationNotValid):
        accept_invitation(token, password=PASSWORD, now=now())


def test_the_link_holds_the_token_and_the_database_only_its_hash() -> None:
    token = token_of(invite(make_user(), by=None, base_url=BASE))

    assert len(token) == 43
    assert token not in Invitation.objects.values_list("token_hash", flat=True)


def test_a_new_invitation_replaces_the_old() -> None:
    user = make_user()
    old = token_of(invite(user, by=None, base_url=BASE))
    new = token_of(invite(user, by=None, base_url=BASE))

    with pytest.raises(InvitationNotValid):
        accept_invitation(old, password=PASSWORD, now=now())
    assert accept_invitation(new, password=PASSWORD, now=now()) == user


def test_an_invitation_lasts_24_hours() -> None:
    token = token_of(invite(make_user(), by=None, base_url=BASE))

    with pytest.raises(InvitationNotValid):
        accept_invitation(token, password=PASSWORD, now=now() + timedelta(hours=24))


def test_a_refused_password_leaves_the_invitation_open() -> None:
    token = token_of(invite(make_user(), by=None, base_url=BASE))

    with pytest.raises(ValidationError):
        accept_invitation(token, password="kort", now=now())

    assert accept_invitation(token, password=PASSWORD, now=now()).has_usable_password()


def test_someone_who_may_not_sign_in_is_not_invited() -> None:
    with pytest.raises(MayNotSignIn):
        invite(make_user(may_sign_in=False), by=None, base_url=BASE)


def test_the_first_link_makes_an_administrator_once() -> None:
    token = token_of(first_administrator_link(BASE) or "")

    user = make_administrator_by(token)

    assert (user.role, user.email, user.has_access) == (Role.ADMINISTRATOR, "bo@firma.dk", True)
    with pytest.raises(InvitationNotValid):
        make_administrator_by(token)


def test_printing_the_first_link_again_invalidates_the_one_before() -> None:
    old = token_of(first_administrator_link(BASE) or "")
    new = token_of(first_administrator_link(BASE) or "")

    with pytest.raises(InvitationNotValid):
        make_administrator_by(old)
    assert make_administrator_by(new).role == Role.ADMINISTRATOR


def test_there_is_no_first_link_once_an_administrator_can_sign_in() -> None:
    make_user(role=Role.ADMINISTRATOR, password=PASSWORD)

    assert first_administrator_link(BASE) is None


def test_an_administrator_without_password_does_not_count() -> None:
    make_user(role=Role.ADMINISTRATOR)

    assert first_administrator_link(BASE) is not None


def test_a_first_link_left_over_makes_no_second_administrator() -> None:
    token = token_of(first_administrator_link(BASE) or "")
    make_user(role=Role.ADMINISTRATOR, password=PASSWORD)

    with pytest.raises(InvitationNotValid):
        make_administrator_by(token)


def test_the_first_link_is_no_invitation_and_the_other_way_round() -> None:
    first = token_of(first_administrator_link(BASE) or "")
    invitation = token_of(invite(make_user(role=Role.SELLER), by=None, base_url=BASE))

    with pytest.raises(InvitationNotValid):
        accept_invitation(first, password=PASSWORD, now=now())
    with pytest.raises(InvitationNotValid):
        make_administrator_by(invitation)
    assert Invitation.objects.count() == 2
