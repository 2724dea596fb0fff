from collections.abc import Callable

import pytest
from django.test import Client

from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.users import make_user


@pytest.fixture
def as_role(db: None) -> Callable[[Role], Client]:
    """A browser in which someone with the role is signed in."""

    def sign_in(role: Role) -> Client:
        client = Client()
        client.force_login(make_user(role=role))
        return client

    return sign_in


@pytest.fixture
def bookkeeper(db: None) -> User:
    return make_user(role=Role.BOOKKEEPER, name="Birgit Bogholder")


@pytest.fixture
def client(bookkeeper: User) -> Client:
    client = Client()
    client.force_login(bookkeeper)
    return client
