from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Run
from kundebro.jobs.operations import start_run
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.jobs import make_run, make_working_run, work_off
from tests.factories.users import make_user
from tests.jobs import example_tasks

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER)


@pytest.fixture
def client(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def listed(response: Any) -> list[Run]:
    return list(response.context["page"].items)


def test_the_list_shows_ones_own_runs_the_latest_first(client: Client, seller: User) -> None:
    first, second = make_run(by=seller), make_run(by=seller)
    make_run(by=make_user())
    make_run()

    assert listed(client.get(reverse("jobs:list"))) == [second, first]


def test_a_seller_cannot_ask_for_everybodys_runs(client: Client, seller: User) -> None:
    own = make_run(by=seller)
    make_run(by=make_user())

    assert listed(client.get(reverse("jobs:list"), {"show": "all"})) == [own]


def test_the_administrator_sees_the_schedules_runs_too() -> None:
    administrator = make_user(role=Role.ADMINISTRATOR)
    scheduled, sellers = make_run(), make_run(by=make_user(role=Role.SELLER))
    client = Client()
    client.force_login(administrator)

    assert listed(client.get(reverse("jobs:list"))) == []
    assert listed(client.get(reverse("jobs:list"), {"show": "all"})) == [sellers, scheduled]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_run_as_for_three(
    client: Client, seller: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_working_run(by=seller)

    with django_assert_num_queries(4):
        client.get(reverse("jobs:list"))


@pytest.mark.parametrize("name", ["run", "cancel", "retry"])
def test_another_persons_run_does_not_exist(client: Client, name: str) -> None:
    run = make_run(by=make_user(), state=RunState.FAILED)
    ask = client.get if name == "run" else client.post

    response = ask(reverse(f"jobs:{name}", args=[run.pk]))

    run.refresh_from_db()
    assert (response.status_code, run.state) == (404, RunState.FAILED)


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_an_unfinished_run_is_asked_for_again_every_second(client: Client, seller: User, state: RunState) -> None:
    run = make_run(by=seller, state=state, done=3, total=12, text="Læser række 3")

    page = client.get(run.get_absolute_url()).content.decode()
    part = client.get(run.get_absolute_url(), headers=HTMX)

    assert 'hx-trigger="every 1s"' in page
    assert "<html" in page
    assert part.content.decode().strip().startswith("<section")
    assert 'value="3" max="12"' in part.content.decode()
    assert "Læser række 3" in part.content.decode()
    assert "HX-Trigger" not in part.headers


def test_a_finished_run_is_not_asked_for_again_and_tells_the_page(client: Client, seller: User) -> None:
    run = make_run(by=seller, state=RunState.DONE, link="/imports/7/")

    part = client.get(run.get_absolute_url(), headers=HTMX)

    assert "hx-trigger" not in part.content.decode()
    assert 'href="/imports/7/"' in part.content.decode()
    assert part.headers["HX-Trigger"] == '{"kundebro:run-finished": {}}'


def test_the_place_of_an_error_is_for_administrators(client: Client, seller: User) -> None:
    run = make_run(by=seller, state=RunState.FAILED, failure="builtins.ValueError\nkundebro.x:1 y")
    administrator = Client()
    administrator.force_login(make_user(role=Role.ADMINISTRATOR))

    assert "ValueError" not in client.get(run.get_absolute_url()).content.decode()
    assert "ValueError" in administrator.get(run.get_absolute_url()).content.decode()


def test_a_run_is_stopped_from_its_page(client: Client, seller: User) -> None:
    run = start_run(kind="t", title="Job", by=seller, task=example_tasks.succeed)

    response = client.post(reverse("jobs:cancel", args=[run.pk]))

    run.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (303, run.get_absolute_url())
    assert run.state == RunState.CANCELLED


def test_stopping_by_htmx_answers_with_the_runs_progress(client: Client, seller: User) -> None:
    run = make_working_run(by=seller)

    response = client.post(reverse("jobs:cancel", args=[run.pk]), headers=HTMX)

    assert (response.status_code, response.content.decode().strip()[:8]) == (200, "<section")


def test_a_failed_run_is_tried_again_from_its_page(client: Client, seller: User) -> None:
    run = start_run(kind="t", title="Job", by=seller, task=example_tasks.stumble, arguments={"name": "x"})
    work_off()

    client.post(reverse("jobs:retry", args=[run.pk]))

    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_a_second_click_on_try_again_changes_nothing(client: Client, seller: User) -> None:
    run = make_run(by=seller)

    response = client.post(reverse("jobs:retry", args=[run.pk]))

    assert response.status_code == 303


@pytest.mark.parametrize("name", ["cancel", "retry"])
def test_looking_changes_nothing(client: Client, seller: User, name: str) -> None:
    run = make_run(by=seller)

    assert client.get(reverse(f"jobs:{name}", args=[run.pk])).status_code == 405


def test_health_is_public_and_says_nothing_but_ok() -> None:
    response = Client().get(reverse("jobs:health"))

    assert (response.status_code, response.content) == (200, b"ok")


def test_health_is_503_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)

    assert Client().get(reverse("jobs:health")).status_code == 503


def test_everything_but_health_needs_a_sign_in() -> None:
    run = make_run()

    for name, arguments in [("list", []), ("run", [run.pk]), ("cancel", [run.pk]), ("retry", [run.pk])]:
        response = Client().post(reverse(f"jobs:{name}", args=arguments))
        assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize(
    ("done", "total", "seconds", "percent", "rate"),
    [(1, 3, 0, 33, None), (5, 3, 0, 100, None), (5, 0, 0, None, None), (505, 1000, 10, 50, 50)],
)
def test_share_and_rate_of_a_run(done: int, total: int, seconds: int, percent: int | None, rate: int | None) -> None:
    now = timezone.now()
    started_at = now - timedelta(seconds=seconds)

    run = make_run(done=done, total=total, started_at=started_at, ended_at=now, state=RunState.DONE)

    assert (run.percent, run.rate) == (percent, rate)
