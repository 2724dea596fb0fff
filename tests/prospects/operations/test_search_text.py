"""What apps above know of a prospect, in its search."""

import pytest

from kundebro.history.models import Change
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, refresh_contact_text
from kundebro.prospects.queries import ProspectFilter, matching_prospects
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def found(text: str) -> list[Prospect]:
    return list(matching_prospects(wanted=ProspectFilter({"q": text}), seen_by=make_user()))


def test_a_prospect_is_found_by_its_contacts() -> None:
    prospect = make_prospect(name="Nordisk Træ")

    refresh_contact_text({prospect.pk: ["Åse Holm", "ah@moebler.dk"]})

    assert (found("aase holm"), found("moebler")) == ([prospect], [prospect])


def test_it_is_no_change_of_the_prospect() -> None:
    prospect = make_prospect()
    before = Change.objects.count()

    refresh_contact_text({prospect.pk: ["Åse Holm"]})

    prospect.refresh_from_db()
    assert (Change.objects.count(), prospect.version) == (before, 1)


def test_the_contacts_stay_findable_when_the_prospect_changes() -> None:
    prospect = make_prospect()
    refresh_contact_text({prospect.pk: ["Åse Holm"]})

    change_prospect(prospect, {"city": "Ribe"}, by=make_user())

    assert (found("holm"), found("ribe")) == ([prospect], [prospect])
