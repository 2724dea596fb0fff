from typing import Any

from django.test import RequestFactory

from kundebro.core.menu import Link, entries_for


class Visitor:
    """Holds one permission."""

    def has_perm(self, permission: str) -> bool:
        return permission == "core.look"


def request_for(path: str) -> Any:
    request: Any = RequestFactory().get(path)
    request.user = Visitor()
    return request


def test_what_the_user_may_not_see_is_left_out() -> None:
    links = [
        Link(title="Frit", url_name="core:palette"),
        Link(title="Må", url_name="core:keyboard", permission="core.look"),
        Link(title="Må ikke", url_name="core:gallery", permission="core.touch"),
    ]

    assert [entry.link.title for entry in entries_for(request_for("/"), links)] == ["Frit", "Må"]


def test_the_longest_address_that_the_page_begins_with_is_current() -> None:
    links = [Link(title="Galleri", url_name="core:gallery"), Link(title="Genveje", url_name="core:keyboard")]

    current = [entry.link.title for entry in entries_for(request_for("/gallery/10041/"), links) if entry.is_current]

    assert current == ["Galleri"]


def test_a_link_that_cannot_be_used_just_now_says_why() -> None:
    links = [Link(title="Kort", url_name="core:gallery", refusal=lambda _request: "Ingen koordinater endnu")]

    assert [entry.reason for entry in entries_for(request_for("/"), links)] == ["Ingen koordinater endnu"]
