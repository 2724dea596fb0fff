"""The board: lanes with sums, moves that keep the filter, and no more questions for many cards than for one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kundebro.history.models import Changeset
from kundebro.history.operations import undo as undoing
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import Stage
from kundebro.pipeline.operations import close_project
from kundebro.prospects.operations import save_code
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.pipeline import make_project, stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

ON_BOARD = {"HX-Request": "true", "HX-Target": "rows"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def board_of(client: Client, query: str = "") -> Any:
    return client.get(reverse("pipeline:board") + query).context["board"]


def test_the_lanes_carry_their_cards_and_sums() -> None:
    user = make_user()
    make_project(by=user, description="A", quote_ore=100_000, probability_hundredths=2000)
    make_project(by=user, description="B", quote_ore=50_001, probability_hundredths=5000, stage=stage("TILBUD"))
    close_project(make_project(by=user), Outcome.WON, on=date(2026, 11, 1), by=user)

    board = board_of(signed_in(user))

    told = [(shown.lane.stage.code, str(shown.lane.quoted), str(shown.lane.weighted)) for shown in board.lanes]
    assert told == [
        ("PROSPEKT", "1.000,00 kr.", "200,00 kr."),
        ("TILBUD", "500,01 kr.", "250,01 kr."),
        ("ORDRE", "0,00 kr.", "0,00 kr."),
    ]
    assert (board.count, str(board.quoted), str(board.weighted)) == (2, "1.500,01 kr.", "450,01 kr.")


@pytest.mark.parametrize(
    ("days", "is_ageing", "is_stale"), [(20, False, False), (21, True, False), (30, True, False), (31, True, True)]
)
def test_a_card_that_has_stood_too_long_is_marked(days: int, *, is_ageing: bool, is_stale: bool) -> None:
    user = make_user()
    make_project(by=user, date=timezone.localdate() - timedelta(days=days))

    (card,) = board_of(signed_in(user)).lanes[0].cards

    assert (card.days, card.is_ageing, card.is_stale) == (days, is_ageing, is_stale)


@pytest.mark.parametrize("cards", [1, 6])
def test_the_board_asks_two_questions_however_many_cards(cards: int) -> None:
    user = make_user()
    for _card in range(cards):
        make_project(by=user)
    client = signed_in(user)
    client.get(reverse("pipeline:board"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("pipeline:board"), headers=ON_BOARD)

    assert len(queries) == 2 + 2  # session and user, the stages, the projects


def test_a_move_on_the_board_answers_with_the_board_in_the_same_filter_and_can_be_undone() -> None:
    user, other = make_user(), make_user()
    project = make_project(by=user, description="Min")
    make_project(by=other, description="Kollegas")
    client = signed_in(user)

    answer = client.post(
        reverse("pipeline:move", args=[project.pk]),
        {"stage": stage("TILBUD").pk, "version": project.version, "board": "state=mine", "from": "board"},
        headers=ON_BOARD,
    )

    lanes = {
        shown.lane.stage.code: [card.project.description for card in shown.cards]
        for shown in answer.context["board"].lanes
    }
    assert (answer.status_code, lanes) == (200, {"PROSPEKT": [], "TILBUD": ["Min"], "ORDRE": []})
    assert "undo_url" in answer.headers["HX-Trigger"]
    undoing.undo(Changeset.objects.latest("pk"), by=user)
    project.refresh_from_db()
    assert (project.stage, project.stage_changes.count()) == (stage("PROSPEKT"), 1)


def test_without_script_the_move_leads_back_to_the_board() -> None:
    user = make_user()
    project = make_project(by=user)

    answer = signed_in(user).post(
        reverse("pipeline:move", args=[project.pk]), {"stage": stage("ORDRE").pk, "from": "board"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("pipeline:board"))


def test_a_stage_out_of_use_keeps_its_cards_and_takes_no_more() -> None:
    user = make_user()
    project = make_project(by=user, stage=stage("TILBUD"))
    retired = Stage.objects.get(code="TILBUD")
    retired.is_active = False
    save_code(retired, by=user)
    client = signed_in(user)

    board = board_of(client)
    client.post(reverse("pipeline:move", args=[project.pk]), {"stage": stage("ORDRE").pk})
    client.post(reverse("pipeline:move", args=[project.pk]), {"stage": retired.pk})

    project.refresh_from_db()
    assert [(shown.lane.stage.code, shown.lane.takes_cards) for shown in board.lanes] == [
        ("PROSPEKT", True), ("TILBUD", False), ("ORDRE", True),
    ]  # fmt: skip
    assert project.stage == stage("ORDRE")


def test_a_seller_moves_nothing_of_others_and_a_reader_nothing_at_all() -> None:
    make_project(description="Deres")
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)
    reader = make_user(role=Role.READER, scope=Scope.ALL)

    assert board_of(signed_in(seller)).count == 0
    assert (board_of(signed_in(reader)).count, board_of(signed_in(reader)).may_move) == (1, False)


def test_what_people_have_written_is_shown_as_text() -> None:
    user = make_user(name="<b>Bo</b>")
    make_project(by=user, description='"><script>alert(1)</script>', prospect=make_prospect(name="A & B <i>"))

    page = signed_in(user).get(reverse("pipeline:board")).content.decode()

    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</a>" in page
    assert "<span>A &amp; B &lt;i&gt;</span>" in page
