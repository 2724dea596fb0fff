from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

STAGES = (
    ("PROSPEKT", "Prospekt", "azure", 2000, False, 30),
    ("TILBUD", "Tilbud", "yellow", 5000, False, 21),
    ("ORDRE", "Ordre", "green", 9000, False, 14),
    ("LUKKET", "Lukket", "", 0, True, None),
)
LOST_REASONS = (
    ("PRIS", "Prisen"),
    ("LEVERING", "Leveringstiden"),
    ("KONKURRENT", "Valgte en anden leverandør"),
    ("UDSAT", "Udsat eller opgivet af kunden"),
    ("INTET-SVAR", "Intet svar"),
)


def begin(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    now = timezone.now()
    stage, reason = (apps.get_model("pipeline", name) for name in ("Stage", "LostReason"))
    stage._default_manager.bulk_create(
        stage(
            code=code,
            name=name,
            colour=colour,
            probability_hundredths=probability,
            is_closed=is_closed,
            ages_after_days=days,
            position=10 * place,
            created_at=now,
            changed_at=now,
        )
        for place, (code, name, colour, probability, is_closed, days) in enumerate(STAGES, start=1)
    )
    reason._default_manager.bulk_create(
        reason(code=code, name=name, position=10 * place, created_at=now, changed_at=now)
        for place, (code, name) in enumerate(LOST_REASONS, start=1)
    )
    series = apps.get_model("company", "NumberSeries")
    series._default_manager.get_or_create(
        code="sales_project",
        defaults={
            "name": "Salgsprojekter",
            "prefix": "S-",
            "first_number": 1001,
            "next_number": 1001,
            "is_system": True,
        },
    )


class Migration(migrations.Migration):
    """The stages and the reasons for losing a new company begins with, and the series of its projects."""

    dependencies = [("pipeline", "0001_initial"), ("company", "0002_beginning")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
