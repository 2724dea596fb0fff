from collections import Counter

import pytest

from kundebro.company.choices import IndustryLevel, IndustryScheme
from kundebro.company.data.industries import danish_titles, nodes_of
from kundebro.company.models import Industry


def test_nace_2_1_is_whole() -> None:
    levels = Counter(node.level for node in nodes_of(IndustryScheme.NACE21))

    assert levels == {
        IndustryLevel.SECTION: 22,
        IndustryLevel.DIVISION: 87,
        IndustryLevel.GROUP: 287,
        IndustryLevel.CLASS: 651,
    }


def test_every_section_and_division_has_a_danish_title() -> None:
    top = {node.code for node in nodes_of(IndustryScheme.NACE21) if node.level <= IndustryLevel.DIVISION}

    titles = danish_titles()

    assert set(titles) == top
    assert all(title.strip() for title in titles.values())


@pytest.mark.django_db
def test_every_industry_but_a_section_has_its_parent() -> None:
    orphans = Industry.objects.filter(parent=None).values_list("level", flat=True)

    assert set(orphans) == {IndustryLevel.SECTION}


@pytest.mark.django_db
def test_a_class_leads_up_to_its_section() -> None:
    programming = Industry.objects.get(scheme=IndustryScheme.NACE21, code="6210")

    path = [programming.parent, programming.parent.parent, programming.parent.parent.parent]  # type: ignore[union-attr]
    assert [industry.code for industry in path if industry] == ["621", "62", "K"]


@pytest.mark.django_db
def test_titles_are_danish_at_the_top() -> None:
    assert Industry.objects.get(scheme=IndustryScheme.NACE21, code="F").title == "Bygge- og anlægsvirksomhed"
