import pytest
from django.test import Client

from kundebro.users.choices import Role
from tests.factories.users import make_user


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role=role))
    return client


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def bookkeeper(db: None) -> Client:
    return signed_in(Role.BOOKKEEPER)


@pytest.fixture
def seller(db: None) -> Client:
    return signed_in(Role.SELLER)
