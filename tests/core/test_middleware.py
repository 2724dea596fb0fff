import pytest
from django.test import Client

from tests.factories.users import make_user


@pytest.mark.django_db
def test_pages_of_signed_in_users_are_kept_out_of_every_cache(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/keyboard/").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_manifest_may_be_cached(client: Client) -> None:
    assert "Cache-Control" not in client.get("/manifest.webmanifest").headers
