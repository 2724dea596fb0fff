"""The lists behind the numbers of a page."""

from typing import Any

from django.test import Client

from kundebro.users.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows_behind(client: Client, url: str) -> set[str]:
    """What stands in the list behind the address: names of prospects, descriptions of projects, subjects of activities."""
    context: Any = client.get(url).context
    if "days" in context:
        return {line.activity.subject for day in context["days"] for line in day.lines}
    return {str(getattr(row, "description", "") or row.name) for row in context["page"].items}
