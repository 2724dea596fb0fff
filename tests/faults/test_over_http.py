"""Fifty browsers at one running server (F-15, F-18, F-30): nobody loses what they typed, nobody meets a failure."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role
from tests.factories.users import make_user
from tests.live import Answer, Server, connected_to, live, session_of

CLIENTS = 50
QUICK = "/prospects/quick/"
WANTED = "M-10001"  # none that the other tests in this office are proposed

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@dataclass(frozen=True)
class Office:
    """A running Kundebro and the browsers of everyone who is signed in."""

    url: str
    browsers: list[Server]

    def at_once(self, ask: Callable[[int, Server], Answer]) -> list[Answer]:
        """What each of the browsers is answered when all ask together."""
        with ThreadPoolExecutor(CLIENTS) as threads:
            return list(threads.map(ask, range(CLIENTS), self.browsers))


@pytest.fixture(scope="module")
def office(
    prepared: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Office]:
    with django_db_blocker.unblock(), live(tmp_path_factory.mktemp("office"), copied_from=prepared) as running:
        with connected_to(running.url):
            sessions = [session_of(make_user(role=Role.SALES_MANAGER)) for _number in range(CLIENTS)]
        server = running.serve()
        yield Office(running.url, [server.signed_in(session) for session in sessions])


def test_fifty_type_the_same_number_and_fortynine_get_their_form_back_as_they_typed_it(office: Office) -> None:
    def create(place: int, browser: Server) -> Answer:
        form = browser.get(QUICK).fields
        return browser.post(QUICK, {**form, "number": WANTED, "proposed_number": "", "name": f"Håndskrevet {place}"})

    answers = office.at_once(create)

    statuses = Counter(answer.status for answer in answers)
    refused = [(place, answer) for place, answer in enumerate(answers) if answer.status == 422]
    with connected_to(office.url):
        winner = Prospect.objects.get(number=WANTED)
    assert statuses == {303: 1, 422: CLIENTS - 1}
    assert all(answer.fields["name"] == f"Håndskrevet {place}" for place, answer in refused)
    assert all(answer.fields["number"] == WANTED for _place, answer in refused)
    assert all(winner.get_absolute_url() in answer.text for _place, answer in refused)


def test_fifty_who_leave_the_proposed_number_alone_get_fifty_different_ones(office: Office) -> None:
    def create(place: int, browser: Server) -> Answer:
        return browser.post(QUICK, {**form, "name": f"Foreslået {place}", "idempotency_key": f"n{place}"})

    form = office.browsers[0].get(QUICK).fields
    answers = office.at_once(create)

    with connected_to(office.url):
        numbers = set(Prospect.objects.filter(name__startswith="Foreslået").values_list("number", flat=True))
    assert {answer.status for answer in answers} == {303}
    assert len(numbers) == CLIENTS


def test_one_form_sent_fifty_times_by_an_impatient_hand_makes_one_prospect(office: Office) -> None:
    browser = office.browsers[0]
    form = {**browser.get(QUICK).fields, "name": "Utålmodig ApS"}

    answers = office.at_once(lambda _place, _browser: browser.post(QUICK, form))

    with connected_to(office.url):
        made = Prospect.objects.get(name="Utålmodig ApS")
    assert {(answer.status, answer.headers["location"]) for answer in answers} == {(303, made.get_absolute_url())}


def test_fifty_correct_the_same_prospect_and_fortynine_are_asked_which_text_shall_stand(office: Office) -> None:
    with connected_to(office.url):
        prospect = Prospect.objects.order_by("pk")[0]
    address = f"/prospects/{prospect.pk}/groups/remarks/edit/"
    form = office.browsers[0].get(address).fields

    def correct(place: int, browser: Server) -> Answer:
        return browser.post(address, {**form, "remark_1": f"Note {place}", "idempotency_key": f"r{place}"})

    answers = office.at_once(correct)

    with connected_to(office.url):
        stored = Prospect.objects.get(pk=prospect.pk)
    asked = [(place, answer) for place, answer in enumerate(answers) if answer.status == 422]
    assert Counter(answer.status for answer in answers) == {303: 1, 422: CLIENTS - 1}
    assert stored.version == prospect.version + 1
    assert all(f"Note {place}" in answer.text and stored.remark_1 in answer.text for place, answer in asked)
