from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from kundebro.users.choices import Role, SecurityEventKind
from kundebro.users.operations import security_log
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def texts(client: Client, **query: str | int) -> list[str]:
    """What the log's lines say."""
    return [event.text for event in client.get(reverse("users:security-log"), query).context["page"].items]


def test_administrators_read_and_search_the_log(client: Client) -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    security_log(SecurityEventKind.DENIED, text="GET /setup/", ip_address="192.0.2.7")
    security_log(SecurityEventKind.EXPORTED, user=user, text="KundeEmner", ip_address="192.0.2.8")
    client.force_login(user)
    sign_in = ""

    assert texts(client) == [sign_in, "KundeEmner", "GET /setup/"]
    assert texts(client, q="setup") == ["GET /setup/"]
    assert texts(client, q="192.0.2.8") == ["KundeEmner"]
    assert texts(client, kind="denied") == ["GET /setup/"]
    assert texts(client, user=user.pk) == [sign_in, "KundeEmner"]
    assert texts(client, kind="x", user="x") == [sign_in, "KundeEmner", "GET /setup/"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_reads_it(client: Client, role: Role) -> None:
    client.force_login(make_user(role=role))

    assert client.get(reverse("users:security-log")).status_code == HTTPStatus.FORBIDDEN


def test_a_hostile_address_is_shown_as_text(client: Client) -> None:
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    security_log(SecurityEventKind.DENIED, text="GET /<script>alert(1)</script>")

    page = client.get(reverse("users:security-log")).content.decode()

    assert "/&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
