"""What an import shows and offers."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from kundebro.history.recorder import recording
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import carry_out
from kundebro.prospects.models import TargetGroup
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

TEXT = 'Kode;Navn;Placering\nA;Ærø;1\nB;Fyn;x\n;"=1+1 & <b>";3\nC;?ukasz;4\n'


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_dry_run(by: User) -> ImportRun:
    return carry_out(make_import(make_upload(TEXT, by=by, encoding="cp1252"), is_dry_run=True))


def page_of(client: Client, url: str, **headers: str) -> str:
    return client.get(url, headers=headers).content.decode()


def test_a_dry_run_names_each_bad_row_and_offers_the_import() -> None:
    by = make_user()
    dry_run = make_dry_run(by)

    page = page_of(signed_in(by), dry_run.get_absolute_url())

    assert "Placeringen er ikke et tal." in page
    assert "Koden mangler." in page
    assert "=1+1 &amp; &lt;b&gt;" in page
    assert reverse("imports:start", args=[dry_run.pk]) in page


def test_the_rows_can_be_filtered() -> None:
    by = make_user()
    url = make_dry_run(by).get_absolute_url()
    client = signed_in(by)

    assert [each.row.number for each in client.get(url).context["rows"]] == [3, 4, 5]
    assert [each.row.number for each in client.get(url, {"show": "refused"}).context["rows"]] == [3, 4]
    assert [each.row.number for each in client.get(url, {"show": "warned"}).context["rows"]] == [5]
    assert [each.row.number for each in client.get(url, {"show": "updated"}).context["rows"]] == []


def test_changes_stand_side_by_side() -> None:
    by = make_user()
    with recording("test", by=by):
        TargetGroup(code="A", name="Gammelt").save()
    dry_run = make_dry_run(by)

    page = page_of(signed_in(by), dry_run.get_absolute_url())

    assert "<del>Gammelt</del>" in page
    assert "<ins>Ærø</ins>" in page


def test_while_it_runs_the_report_keeps_itself_up_to_date_and_stops_when_it_is_done() -> None:
    by = make_user()
    client = signed_in(by)
    client.post(
        reverse("imports:match", args=[make_upload(TEXT, by=by).pk]),
        {"field-0": "code", "match_key": "code", **{f"policy-{column}": "always" for column in range(3)}},
    )
    run = ImportRun.objects.get()

    assert "every 2s" in page_of(client, run.get_absolute_url(), **{"HX-Request": "true"})
    carry_out(run)
    part = page_of(client, run.get_absolute_url(), **{"HX-Request": "true"})
    assert "every 2s" not in part
    assert "<html" not in part


def test_from_dry_run_to_import_to_undo_by_plain_forms() -> None:
    by = make_user()
    client = signed_in(by)
    dry_run = make_dry_run(by)

    answer = client.post(reverse("imports:start", args=[dry_run.pk]))
    run = ImportRun.objects.get(is_dry_run=False)
    assert (answer.status_code, answer["Location"]) == (303, run.get_absolute_url())
    carry_out(run)
    run.refresh_from_db()
    assert TargetGroup.objects.count() == 2
    undo = reverse("history:undo", args=[run.changeset_id])
    assert undo in page_of(client, run.get_absolute_url())
    assert run.get_absolute_url() in page_of(client, dry_run.get_absolute_url())
    client.post(undo, {"next": run.get_absolute_url()})

    assert TargetGroup.objects.count() == 0
    assert undo not in page_of(client, run.get_absolute_url())


def test_nothing_to_import_is_said_and_nothing_starts() -> None:
    by = make_user()
    dry_run = make_import(make_upload(TEXT, by=by), is_dry_run=True)

    answer = signed_in(by).post(reverse("imports:start", args=[dry_run.pk]))

    assert answer["Location"] == dry_run.get_absolute_url()
    assert ImportRun.objects.count() == 1


def test_an_interrupted_import_offers_to_go_on() -> None:
    by = make_user()
    run = make_import(make_upload(TEXT, by=by))
    client = signed_in(by)
    resume = reverse("imports:resume", args=[run.pk])

    assert resume in page_of(client, run.get_absolute_url())
    client.post(resume)

    run.refresh_from_db()
    assert run.job is not None
    assert resume not in page_of(client, run.get_absolute_url())


def test_the_refused_rows_come_back_as_they_were_with_the_reason() -> None:
    by = make_user()
    dry_run = make_dry_run(by)

    answer = signed_in(by).get(reverse("imports:refused", args=[dry_run.pk]))

    content = b"".join(answer.streaming_content).decode("cp1252")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert [row[:3] for row in rows] == [["Kode", "Navn", "Placering"], ["B", "Fyn", "x"], ["", "'=1+1 & <b>", "3"]]
    assert rows[1][3:] == ["3", "Placering: Placeringen er ikke et tal."]
    assert rows[2][3:] == ["4", "Kode: Koden mangler."]


def test_corrected_refused_rows_can_be_imported_again() -> None:
    by = make_user()
    client = signed_in(by)
    answer = client.get(reverse("imports:refused", args=[make_dry_run(by).pk]))
    content = b"".join(answer.streaming_content).decode("cp1252")  # type: ignore[attr-defined]

    carry_out(make_import(make_upload(content.replace("Fyn;x", "Fyn;2").replace(";'=", "D;'="), by=by)))

    assert list(TargetGroup.objects.order_by("code").values_list("code", "name")) == [
        ("B", "Fyn"),
        ("D", "=1+1 & <b>"),
    ]


@pytest.mark.parametrize("text", ["Kode;Navn\n;x\n", "Kode;Navn\n" + ";x\n" * 3])
def test_the_report_asks_the_same_few_questions_however_many_rows_it_shows(
    text: str, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    by = make_user()
    run = carry_out(make_import(make_upload(text, by=by), is_dry_run=True))
    client = signed_in(by)

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(run.get_absolute_url())
