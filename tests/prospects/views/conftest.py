from collections.abc import Callable

import pytest
from django.test import Client

from kundebro.users.models import User
from tests.factories.users import make_user


@pytest.fixture
def manager(db: None) -> User:
    return make_user(name="Mette Sørensen")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which the person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def client(manager: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(manager)
