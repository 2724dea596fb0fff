"""A walk through a list, portion by portion."""

from collections.abc import Callable

import pytest

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.history.recorder import recording
from kundebro.imports import ahead
from kundebro.imports.choices import Policy
from kundebro.imports.models import ImportRow, ImportRun
from kundebro.imports.operations.carry_out import MayNotImport, Overtaken, carry_out
from kundebro.prospects.models import TargetGroup
from kundebro.users.choices import Role
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

LIST = "Kode;Navn;Placering\nMESSE;Messe;1\nWEB;Hjemmeside;2\nTLF;Telefon;x\n;Uden kode;4\nweb;Igen;5\n"


def make_group(code: str, name: str, position: int = 0) -> TargetGroup:
    with recording("test", by=make_user()):
        group = TargetGroup(code=code, name=name, position=position)
        group.save()
    return group


def counts(run: ImportRun) -> dict[str, int]:
    run.refresh_from_db()
    return {name: getattr(run, name) for name in ("created", "updated", "unchanged", "refused", "warned", "done")}


def issues(run: ImportRun) -> dict[int, list[str]]:
    return {row.number: [issue[2] for issue in row.issues] for row in run.rows.all() if row.issues}


def test_every_good_row_goes_in_and_every_bad_one_is_named_with_its_reason() -> None:
    run = make_import(make_upload(LIST, by=make_user()))

    carry_out(run)

    assert list(TargetGroup.objects.order_by("position").values_list("code", "name", "position")) == [
        ("MESSE", "Messe", 1),
        ("WEB", "Hjemmeside", 2),
    ]
    assert counts(run) == {"created": 2, "updated": 0, "unchanged": 0, "refused": 3, "warned": 0, "done": 5}
    assert issues(run) == {
        4: ["Placeringen er ikke et tal."],
        5: ["Koden mangler."],
        6: ["Står også i række 3."],
    }
    assert run.rows.get(number=4).cells == ["TLF", "Telefon", "x"]
    assert run.is_finished


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    before = fingerprint()
    run = make_import(make_upload(LIST, by=make_user()), is_dry_run=True)

    carry_out(run)

    assert counts(run) == {"created": 2, "updated": 0, "unchanged": 0, "refused": 3, "warned": 0, "done": 5}
    assert (fingerprint(), Changeset.objects.count()) == (before, 0)


def test_rows_that_find_their_record_change_it_and_show_the_difference() -> None:
    make_group("MESSE", "Messe i Herning")
    make_group("WEB", "Hjemmeside", position=7)
    run = make_import(make_upload(LIST, by=make_user()))

    carry_out(run)

    assert counts(run) == {"created": 0, "updated": 1, "unchanged": 1, "refused": 3, "warned": 0, "done": 5}
    row = run.rows.get(number=2)
    assert (row.outcome, row.changes) == ("updated", [["name", "Messe i Herning", "Messe"], ["position", "0", "1"]])


@pytest.mark.parametrize(
    ("policy", "name", "position"),
    [(Policy.ALWAYS, "Messe", 1), (Policy.IF_EMPTY, "Gammel", 1), (Policy.NEVER, "Gammel", 0)],
)
def test_a_column_overwrites_as_its_rule_says(policy: Policy, name: str, position: int) -> None:
    group = make_group("MESSE", "Gammel")
    upload = make_upload("Kode;Navn;Placering\nMESSE;Messe;1\n", by=make_user())

    carry_out(make_import(upload, policies={"name": policy, "position": policy}))

    group.refresh_from_db()
    assert (group.name, group.position) == (name, position)


def test_rows_can_find_their_record_by_another_key() -> None:
    make_group("GL", "Messe")
    run = make_import(make_upload("Kode;Navn\nNY;Messe\n", by=make_user()), match_key="name")

    carry_out(run)

    assert list(TargetGroup.objects.values_list("code", "name")) == [("NY", "Messe")]


def test_one_import_is_one_changeset_and_undo_gives_back_every_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PORTION", 2)
    make_group("K3", "Gammel", position=9)
    before = fingerprint()
    rows = "".join(f"K{number};Gruppe {number};{number}\n" for number in range(7))
    by = make_user()
    run = make_import(make_upload("Kode;Navn;Placering\n" + rows, by=by))

    carry_out(run)

    run.refresh_from_db()
    assert (run.created, run.updated) == (6, 1)
    assert Changeset.objects.filter(operation="imports.import").count() == 1
    assert run.changeset is not None
    assert (run.changeset.change_count, run.changeset.door, run.changeset.by) == (7, "import", by)
    undo(run.changeset, by=by)
    assert fingerprint() == before


@pytest.mark.parametrize("killed_after", range(5))
def test_a_killed_import_goes_on_where_it_was_and_ends_like_an_unbroken_one(
    monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    monkeypatch.setattr(ahead, "PORTION", 2)
    rows = "".join(f"K{number // 2 if number % 5 == 0 else number};Gruppe {number};{number}\n" for number in range(9))
    run = make_import(make_upload("Kode;Navn;Placering\n" + rows, by=make_user()))

    with pytest.raises(KeyboardInterrupt):
        carry_out(run, fence=killed(after=killed_after))
    run.refresh_from_db()
    assert (run.done, run.is_finished) == (killed_after * 2, False)
    carry_out(ImportRun.objects.get(pk=run.pk))

    assert counts(run) == {"created": 8, "updated": 0, "unchanged": 0, "refused": 1, "warned": 0, "done": 9}
    assert issues(run) == {7: ["Står også i række 4."]}
    assert Changeset.objects.filter(operation="imports.import").count() == 1


def killed(*, after: int) -> Callable[[], None]:
    """A fence that ends the process before the transaction after so many."""
    left = iter(range(after))

    def fence() -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    return fence


def test_a_row_that_the_database_refuses_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.imports.groups.GroupImporter.plan", plan_without_looking)
    make_group("K5", "Er der allerede")
    rows = "".join(f"K{number};Gruppe {number}\n" for number in range(9))
    run = make_import(make_upload("Kode;Navn\n" + rows, by=make_user()))

    carry_out(run)

    assert counts(run) == {"created": 8, "updated": 0, "unchanged": 0, "refused": 1, "warned": 0, "done": 9}
    assert list(issues(run)) == [7]
    assert Changeset.objects.filter(operation="imports.import").count() == 1


def plan_without_looking(self: object, rows: list[object], *, is_held: bool) -> list[object]:
    from kundebro.imports.choices import Outcome
    from kundebro.imports.targets import PlannedRow

    return [PlannedRow(row.number, row.line, Outcome.CREATED, plan=row.values) for row in rows]  # type: ignore[attr-defined]


def test_two_at_the_same_import_do_not_write_a_row_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PORTION", 2)
    rows = "".join(f"K{number};Gruppe {number}\n" for number in range(6))
    run = make_import(make_upload("Kode;Navn\n" + rows, by=make_user()))
    other = ImportRun.objects.get(pk=run.pk)
    seen: list[int] = []

    def overtake(done: int, _total: int) -> None:
        if not seen:
            seen.append(done)
            carry_out(ImportRun.objects.get(pk=run.pk))

    with pytest.raises(Overtaken):
        carry_out(other, report=overtake)
    assert counts(run)["created"] == TargetGroup.objects.count() == 6


def test_a_right_that_was_taken_away_counts_at_once() -> None:
    by = make_user()
    run = make_import(make_upload(LIST, by=by))
    by.role = Role.READER
    by.save()

    with pytest.raises(MayNotImport):
        carry_out(ImportRun.objects.get(pk=run.pk))
    assert TargetGroup.objects.count() == 0


def test_remarks_do_not_keep_a_row_out() -> None:
    run = make_import(make_upload("Kode;Navn\nA;?ukasz\nB;1E+05\nC;L\ufffdrke\n", by=make_user()))

    carry_out(run)

    assert counts(run)["created"] == 3
    assert list(ImportRow.objects.filter(is_warned=True).values_list("number", flat=True)) == [2, 3, 4]


def test_a_row_wider_than_the_headings_is_refused_and_blank_cells_too_many_are_not() -> None:
    run = make_import(make_upload("Kode;Navn\nA;Messe;;\nB;Messe; igen\n", by=make_user()))

    carry_out(run)

    assert counts(run)["created"] == 1
    assert list(issues(run)) == [3]


def test_exported_texts_that_look_like_formulas_come_back_as_they_were() -> None:
    carry_out(make_import(make_upload("Kode;Navn\nA;'=1+1\nB;=1+1\nC;'plain\n", by=make_user())))

    assert list(TargetGroup.objects.order_by("code").values_list("name", flat=True)) == ["=1+1", "=1+1", "'plain"]


def test_progress_is_told_between_the_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PORTION", 2)
    told: list[tuple[int, int]] = []

    carry_out(
        make_import(make_upload("Kode;Navn\nA;a\nB;b\nC;c\n", by=make_user())),
        report=lambda done, total: told.append((done, total)),
    )

    assert told == [(2, 3), (3, 3)]
