"""What this app puts into the menu and into CRM-opsætning."""

import pytest
from django.test import Client
from django.urls import reverse

from kundebro.core.menu import menu
from kundebro.history.models import Changeset
from kundebro.prospects.models import ProspectStatus, TargetGroup
from kundebro.users.choices import Role
from tests.factories.prospects import make_prospect, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

TABLES = ("target-group", "interest-type", "prospect-status", "lead-source")


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_user(role=Role.SALES_MANAGER))
    return client


def test_g_and_k_lead_to_the_prospects() -> None:
    assert [item.url_name for item in menu if item.key == "k"] == ["prospects:list"]


@pytest.mark.parametrize("table", TABLES)
def test_a_sales_manager_keeps_the_code_tables(client: Client, table: str) -> None:
    list_url = reverse("company:code-table", args=[table])
    assert client.get(list_url).status_code == 200

    client.post(reverse("company:code-row-add", args=[table]), {"code": "NY1", "name": "Ny kode", "position": 90})

    assert "Ny kode" in client.get(list_url).content.decode()
    assert Changeset.objects.filter(operation="prospects.save-code").count() == 1


def test_a_status_can_say_that_it_is_the_end(client: Client) -> None:
    client.post(
        reverse("company:code-row-add", args=["prospect-status"]),
        {"code": "TABT", "name": "Tabt", "position": 90, "is_closed": "on"},
    )

    assert ProspectStatus.objects.get(code="TABT").is_closed


def test_a_group_in_use_is_retired_instead_of_deleted(client: Client) -> None:
    group = make_target_group()
    make_prospect(target_groups=[group])

    client.post(reverse("company:code-row-delete", args=["target-group", group.pk]))
    assert TargetGroup.objects.filter(pk=group.pk, is_active=True).exists()

    client.post(reverse("company:code-row-retire", args=["target-group", group.pk]))
    assert TargetGroup.objects.filter(pk=group.pk, is_active=False).exists()
