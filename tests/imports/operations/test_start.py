"""From a dry run to an import, and on after an interruption."""

import pytest

from kundebro.history.operations.undo import undo
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import carry_out
from kundebro.imports.operations.start import NotReady, resume, start_dry_run, start_import
from kundebro.imports.queries import guess_for
from kundebro.jobs.models import Run
from kundebro.prospects.models import TargetGroup
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def make_dry_run(by: User, text: str = "Kode;Navn\nA;Ærø\n") -> ImportRun:
    dry_run = start_dry_run(
        make_upload(text, by=by), columns={"code": 0, "name": 1}, policies={}, match_key="code", by=by
    )
    return carry_out(dry_run)


def test_a_dry_run_is_a_job_that_links_to_its_report() -> None:
    dry_run = start_dry_run(
        make_upload("Kode;Navn\nA;Ærø\n", by=make_user()),
        columns={"code": 0},
        policies={},
        match_key="",
        by=make_user(),
    )

    assert dry_run.job is not None
    assert (dry_run.job.kind, dry_run.job.link) == ("imports.dry-run", dry_run.get_absolute_url())


def test_an_import_does_what_its_dry_run_showed_and_a_second_click_is_harmless() -> None:
    by = make_user()
    dry_run = make_dry_run(by)

    first, second = start_import(dry_run, by=by), start_import(dry_run, by=by)

    assert first == second
    assert (first.columns, first.match_key, first.is_dry_run) == ({"code": 0, "name": 1}, "code", False)
    assert Run.objects.filter(kind="imports.import").count() == 1


@pytest.mark.parametrize("text", ["Kode;Navn\n;Ærø\n", "Kode;Navn\n;a\n;b\n"])
def test_a_dry_run_that_found_nothing_to_write_is_no_import(text: str) -> None:
    by = make_user()

    with pytest.raises(NotReady):
        start_import(make_dry_run(by, text), by=by)


def test_a_dry_run_under_way_is_no_import_yet() -> None:
    by = make_user()

    with pytest.raises(NotReady):
        start_import(make_import(make_upload("Kode\nA\n", by=by), is_dry_run=True), by=by)


def test_an_interrupted_import_can_be_resumed_once() -> None:
    run = make_import(make_upload("Kode;Navn\nA;Ærø\n", by=make_user()))

    assert run.is_interrupted
    resume(run)
    resume(run)

    assert Run.objects.count() == 1


def test_what_has_been_undone_or_finished_is_not_resumed() -> None:
    by = make_user()
    run = make_import(make_upload("Kode;Navn\nA;Ærø\nB;Fyn\n", by=by))
    carry_out(run)
    with pytest.raises(NotReady):
        resume(run)
    run.refresh_from_db()
    assert run.changeset is not None
    undo(run.changeset, by=by)
    ImportRun.objects.update(finished_at=None)

    with pytest.raises(NotReady):
        resume(run)
    assert TargetGroup.objects.count() == 0


def test_the_next_list_with_these_headings_is_matched_as_the_last_one() -> None:
    by, colleague = make_user(), make_user()
    start_dry_run(
        make_upload("Kode;Underligt\nA;Ærø\n", by=by),
        columns={"code": 0, "name": 1},
        policies={"name": "never"},
        match_key="name",
        by=by,
    )

    for user in (by, colleague):
        guess = guess_for(make_upload("UNDERLIGT;Kode\nFyn;B\n", by=user), user=user)
        assert [match.field for match in guess.matches] == ["name", "code"]
        assert (guess.policies["name"], guess.match_key, guess.is_remembered) == ("never", "name", True)


def test_a_users_own_memory_goes_before_a_colleagues() -> None:
    by, colleague = make_user(), make_user()
    for user, field in ((by, "name"), (colleague, "position")):
        start_dry_run(
            make_upload("Kode;Underligt\nA;1\n", by=user), columns={field: 1}, policies={}, match_key="", by=user
        )

    guess = guess_for(make_upload("Kode;Underligt\nB;2\n", by=by), user=by)

    assert [match.field for match in guess.matches] == ["", "name"]


def test_a_new_kind_of_list_is_guessed_from_its_headings() -> None:
    by = make_user()

    guess = guess_for(make_upload("Code;Skostørrelse;Placering\nA;42;1\n", by=by), user=by)

    assert [match.field for match in guess.matches] == ["code", "", "position"]
    assert (guess.match_key, guess.policies["position"], guess.is_remembered) == ("code", "if_empty", False)
