"""Lists of sales projects."""

from datetime import date

import pytest
from django.utils import timezone

from kundebro.history.operations import undo as undoing
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import carry_out
from kundebro.imports.targets import targets
from kundebro.pipeline.models import SalesProject, StageChange
from kundebro.prospects.invariants import figures_kept
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.pipeline import make_project, stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

HEADINGS = "SProjektnr;Kontonummer;Beskrivelse;Fase;TilbudKr;Sandsynlighed;Forventet lukning;Udfald;Tabsårsag;Lukket"


def imported(*rows: str, by: User, is_dry_run: bool = False) -> ImportRun:
    text = "\n".join([HEADINGS, *rows]) + "\n"
    run = make_import(make_upload(text, by=by, target="sales_projects"), is_dry_run=is_dry_run)
    carry_out(run)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.refused


def said(run: ImportRun) -> dict[int, list[str]]:
    return {row.number: [issue[0] for issue in row.issues] for row in run.rows.all() if row.issues}


def test_prospects_come_first_where_one_chooses_what_is_on_the_list() -> None:
    assert [target.name for target in targets][:2] == ["prospects", "sales_projects"]


def test_new_projects_get_stage_probability_and_history_and_count_at_once() -> None:
    user, prospect = make_user(), make_prospect(number="K100")

    run = imported(
        ";k 100;Ny port;;125.000,00;35;15-01-2027;;;",
        "P-7;K100;Nyt gulv;Tilbud;99,99;;;;;",
        ";K100;Gammel;;1.000;50;;tabt;Prisen;01-10-2026",
        by=user,
    )

    assert counts(run) == (3, 0, 0, 0)
    rows = SalesProject.objects.order_by("pk").values_list(
        "number", "stage__code", "quote_ore", "probability_hundredths", "weighted_ore", "outcome"
    )
    assert list(rows) == [
        ("S-1001", "PROSPEKT", 12_500_000, 3500, 4_375_000, ""),
        ("P-7", "TILBUD", 9999, 5000, 5000, ""),
        ("S-1002", "LUKKET", 100_000, 5000, 50_000, "lost"),
    ]
    assert list(StageChange.objects.values_list("after__code", flat=True)) == ["PROSPEKT", "TILBUD", "LUKKET"]
    prospect.refresh_from_db()
    assert (prospect.quotes_total_ore, prospect.potential_value_ore) == (12_509_999, 4_380_000)
    assert list(figures_kept()) == []


def test_a_row_that_cannot_be_is_refused_at_its_cell() -> None:
    make_prospect(number="K100")

    run = imported(
        ";K999;Ukendt konto;;;;;;;",
        ";K100;;;;;;;;",
        ";K100;For meget;;10;101;;;;",
        ";K100;Negativ;;-10;5;;;;",
        ";K100;Tabt uden grund;;;;;tabt;;",
        ";K100;Lukket hvordan;Lukket;;;;;;",
        ";K100;Måske;;;;;måske;;",
        by=make_user(),
    )

    assert counts(run) == (0, 0, 0, 7)
    assert list(said(run).values()) == [
        ["prospect"],
        ["description"],
        ["probability_hundredths"],
        ["quote_ore"],
        ["lost_reason"],
        ["outcome"],
        ["outcome"],
    ]


def test_a_project_that_is_there_is_changed_and_its_stage_left_alone() -> None:
    user, prospect = make_user(), make_prospect(number="K100")
    project = make_project(
        prospect=prospect, by=user, description="Port", quote_ore=100_00, probability_hundredths=5000
    )

    run = imported(f"{project.number};K100;Stor port;Ordre;200;;;;;", by=user)

    project.refresh_from_db()
    prospect.refresh_from_db()
    assert counts(run) == (0, 1, 0, 0)
    assert (project.description, project.quote_ore, project.stage) == ("Stor port", 200_00, stage("PROSPEKT"))
    assert prospect.potential_value_ore == 100_00
    assert counts(imported(f"{project.number};K100;Stor port;;200;;;;;", by=user)) == (0, 0, 1, 0)


def test_a_dry_run_writes_nothing_and_undo_takes_all_back() -> None:
    user, prospect = make_user(), make_prospect(number="K100")
    row = ";K100;Ny port;;100;50;;;;"

    assert counts(imported(row, by=user, is_dry_run=True)) == (1, 0, 0, 0)
    assert not SalesProject.objects.exists()

    run = imported(row, by=user)
    assert run.changeset is not None
    undoing.undo(run.changeset, by=user)

    prospect.refresh_from_db()
    assert (SalesProject.objects.count(), prospect.quotes_total_ore) == (0, 0)


def test_a_seller_neither_finds_customers_nor_changes_projects_of_others() -> None:
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)
    theirs = make_project(prospect=make_prospect(number="K100"), description="Deres")

    run = imported(f"{theirs.number};K100;Overtaget;;;;;;;", ";K100;Ny;;;;;;;", by=seller)

    theirs.refresh_from_db()
    assert (counts(run), theirs.description) == ((0, 0, 0, 2), "Deres")
    assert SalesProject.objects.count() == 1


def test_the_first_day_in_the_stage_is_the_projects_own() -> None:
    make_prospect(number="K100")
    text = "Kontonummer;Beskrivelse;Dato\nK100;Ny port;2026-10-01\nK100;Nyt gulv;\n"

    carry_out(make_import(make_upload(text, by=make_user(), target="sales_projects")))

    assert list(SalesProject.objects.order_by("pk").values_list("stage_since", flat=True)) == [
        date(2026, 10, 1),
        timezone.localdate(),
    ]
