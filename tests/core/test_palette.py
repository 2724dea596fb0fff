from typing import Any

import pytest
from django.test import RequestFactory

from kundebro.core import palette
from kundebro.core.palette import Found, Source, answers
from kundebro.core.registry import Registry


class Anyone:
    def has_perm(self, _permission: str) -> bool:
        return True


@pytest.fixture
def request_() -> Any:
    request: Any = RequestFactory().get("/palette/")
    request.user = Anyone()
    return request


@pytest.fixture(autouse=True)
def _one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = Registry[Source](key=lambda source: source.key)
    sources.register(
        Source(key="town", title="Byer", find=lambda _request, text: [Found(title=f"By {text}", url="/x/")])
    )
    monkeypatch.setattr(palette, "sources", sources)


def test_records_come_before_commands(request_: Any) -> None:
    titles = [group.title for group in answers(request_, "")]

    assert titles[0] == "Byer"
    assert "Gå til" in titles


def test_a_command_is_found_by_part_of_its_name_whatever_its_case(request_: Any) -> None:
    found = {str(line.title) for group in answers(request_, "PROFIL")[1:] for line in group.found}

    assert found == {"Min profil"}


def test_sources_get_the_text_without_blanks_around_it(request_: Any) -> None:
    assert answers(request_, "  ærø ")[0].found[0].title == "By ærø"
