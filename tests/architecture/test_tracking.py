"""Every business table keeps history, and history can tell and take back what was done."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from rules.permissions import perm_exists

from kundebro.history import rules as history_rules
from kundebro.history.tracked import Tracked
from tests.architecture.source import PACKAGE, app_of, called_as, modules, named, rungs

UNTRACKED = {
    "activities.CalendarFeed": "a secret address; giving out and revoking goes to the security log",
    "company.Company": "set-up of the house; its operations are few and an administrator's",
    "company.Country": "a code table from a standard",
    "company.Currency": "a code table from a standard",
    "company.DeliveryTerms": "set-up, below history on the ladder",
    "company.Department": "set-up, below history on the ladder",
    "company.Industry": "a code table from a standard",
    "company.NumberSeries": "a counter; a number is never given back",
    "company.PaymentTerms": "set-up, below history on the ladder",
    "company.PostalCode": "a code table from a standard",
    "users.User": "below history on the ladder; rights go to the security log",
    "users.Team": "below history on the ladder; rights go to the security log",
    "users.Invitation": "a link that is used once",
    "users.SecurityEvent": "a log itself, append-only",
    "history.Changeset": "history itself",
    "history.Change": "history itself",
    "history.Commitment": "history itself",
    "history.Seal": "history itself",
    "jobs.Backup": "the report of a backup",
    "jobs.JobLease": "a lease",
    "jobs.Run": "progress of background work",
    "jobs.ScheduleSlot": "a lease",
    "mail.MailAccount": "holds a password that history must not keep; an administrator's set-up",
    "mail.MorningDigest": "that a mail was written; kept for a month",
    "mail.Notification": "something one person was told",
    "mail.NotificationSettings": "a person's own choice of how to be told",
    "mail.OutgoingMail": "a log itself: what was sent, when, and who decided about it",
    "imports.ColumnProfile": "what someone chose last time",
    "imports.ImportRow": "the report of an import",
    "imports.ImportRun": "the report of an import; what it writes is tracked",
    "imports.Upload": "a file on its way in",
    "prospects.TransferRow": "the report of a transfer of several",
    "prospects.TransferRun": "the report of a transfer of several; what it writes is tracked",
    "pipeline.ForecastSnapshot": "a copy of what history holds already, to compare with",
    "pipeline.SnapshotLine": "a copy of what history holds already, to compare with",
    "activities.StoredFile": "a content the file store holds; the versions that refer to it are tracked",
    "ledger.Series": "a counter; a number is never given back",
    "ledger.Entry": "posted, append-only: history itself",
    "ledger.Line": "posted, append-only: history itself",
    "ledger.Settlement": "posted, append-only: history itself",
    "ledger.Period": "posted, append-only: history itself",
    "ledger.OpenItem": "a sum over lines and settlements, proved by I-04",
}
"""Tables without history, each with its reason."""


def own_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in rungs() and m.__module__.startswith("kundebro.")]


def tracked_models() -> list[type[Tracked]]:
    return [model for model in own_models() if issubclass(model, Tracked)]


def test_every_table_without_history_is_listed_with_a_reason() -> None:
    untracked = {model._meta.label for model in own_models() if not issubclass(model, Tracked)}

    assert untracked == set(UNTRACKED)


def test_no_tracked_row_disappears_with_another_and_no_link_is_emptied_behind_historys_back() -> None:
    silent = [
        f"{model.__name__}.{field.name}"
        for model in tracked_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]

    assert silent == []


@pytest.mark.parametrize("verb", ["view", "add", "change"])
def test_every_tracked_table_has_a_right_for_each_verb(verb: str) -> None:
    rights = [f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for model in tracked_models()]

    assert [right for right in rights if not perm_exists(right)] == []


def test_every_recorded_operation_has_a_name_for_people() -> None:
    assert sorted(recorded_operations() - set(history_rules.labels)) == []


def test_no_name_is_kept_for_an_operation_that_is_gone() -> None:
    assert sorted(set(history_rules.labels) - recorded_operations()) == []


def recorded_operations() -> set[str]:
    """What `recording` is called with: a text, a constant, or a parameter that gets one of the module's texts."""
    found: set[str] = set()
    for path, module in modules().items():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or called_as(node) != "recording":
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant):
                found.add(str(first.value))
            elif isinstance(first, ast.Name):
                operations = constant(path, first.id) or spoken_of(module, app_of(path))
                assert operations, f"{named(path, node.lineno)}: which operation is recorded?"
                found |= operations
    return found


def constant(path: Path, name: str) -> set[str]:
    """The text behind a constant of the module, or of the module it was imported from."""
    import_path = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    value = getattr(import_module(import_path), name, None)
    return {value} if isinstance(value, str) else set()


def spoken_of(module: ast.Module, app: str) -> set[str]:
    """The texts in a module that look like an operation of its app: `prospects.change-many`."""
    form = re.compile(rf"{app}\.[a-z]+(-[a-z]+)*")
    said = (node.value for node in ast.walk(module) if isinstance(node, ast.Constant))
    return {text for text in said if isinstance(text, str) and form.fullmatch(text)}
