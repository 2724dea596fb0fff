"""VAT code, profiles and posting groups: from texts to rows of the sub-ledgers (docs/decisions/0006)."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kundebro.core.danish import fold

FIELDS = (
    ("vat_code", "VatCode", "VAT code", {}),
    ("debtor_profile", "DebtorProfile", "debtor profile", {}),
    ("creditor_profile", "CreditorProfile", "creditor profile", {}),
    ("debtor_posting_group", "PostingGroup", "posting group, debtor", {"kind": "debtor"}),
    ("creditor_posting_group", "PostingGroup", "posting group, creditor", {"kind": "creditor"}),
)


def point_at_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let each prospect point at the row that its text names by code or name.

    A text that names none becomes a retired row of its own, so that it still stands on the card and is used for nothing.
    """
    prospects: Any = apps.get_model("prospects", "Prospect")._default_manager
    for name, model_name, _title, only in FIELDS:
        model: Any = apps.get_model("ledger", model_name)
        known: dict[str, int] = {}
        for row in model._default_manager.filter(**only).order_by("-is_active", "pk"):
            known.setdefault(fold(row.code), row.pk)
            known.setdefault(fold(row.name), row.pk)
        text_name = f"{name}_text"
        for text in prospects.exclude(**{text_name: ""}).values_list(text_name, flat=True).distinct().order_by():
            key = fold(text)
            if key not in known:
                known[key] = _retired(model, text, only)
            prospects.filter(**{text_name: text}).update(**{name: known[key]})
    schema_editor.connection.check_constraints()  # PostgreSQL changes no table that has checks outstanding


def _retired(model: Any, text: str, only: dict[str, str]) -> int:
    """A row out of use under that name; what else it must have, it has from the first of its kind."""
    row = model._default_manager.filter(**only).order_by("pk").first()
    taken = set(model._default_manager.filter(**only).values_list("code", flat=True))
    row.pk, row.version, row.is_active = None, 1, False
    row.code = next(code for code in (text, *(f"{text[:16]}-{n}" for n in range(2, 999))) if code not in taken)
    row.name = text
    if hasattr(row, "is_default"):
        row.is_default = False
    row.save(force_insert=True)
    return int(row.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_series"),
        ("prospects", "0006_accounts_of_the_prospect"),
    ]

    operations = [
        *(
            migrations.RenameField(model_name="prospect", old_name=name, new_name=f"{name}_text")
            for name, *_rest in FIELDS
        ),
        *(
            migrations.AddField(
                model_name="prospect",
                name=name,
                field=models.ForeignKey(
                    blank=True,
                    db_index=False,
                    limit_choices_to=only,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=f"ledger.{model_name.lower()}",
                    verbose_name=title,
                ),
            )
            for name, model_name, title, only in FIELDS
        ),
        migrations.RunPython(point_at_rows, migrations.RunPython.noop),
        *(migrations.RemoveField(model_name="prospect", name=f"{name}_text") for name, *_rest in FIELDS),
    ]
