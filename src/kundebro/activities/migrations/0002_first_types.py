from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

TYPES = (
    ("OPKALD", "Opkald", "call", "phone", 7, True),
    ("MØDE", "Møde", "meeting", "users", 7, True),
    ("MAIL", "Mail", "mail", "mail", 7, True),
    ("TILBUD", "Tilbud sendt", "quote", "file-text", 7, True),
    ("NOTAT", "Notat", "note", "note", None, False),
    ("OPGAVE", "Opgave", "task", "circle-check", None, False),
    ("KAMPAGNE", "Kampagne", "campaign", "message", 14, False),
)


def add_types(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    now = timezone.now()
    model = apps.get_model("activities", "ActivityType")
    model._default_manager.bulk_create(
        model(
            code=code,
            name=name,
            kind=kind,
            icon=icon,
            default_follow_up_days=days,
            counts_as_contact=counts,
            position=10 * place,
            created_at=now,
            changed_at=now,
        )
        for place, (code, name, kind, icon, days, counts) in enumerate(TYPES, start=1)
    )


class Migration(migrations.Migration):
    """The activity types a new company begins with."""

    dependencies = [("activities", "0001_initial")]

    operations = [migrations.RunPython(add_types, migrations.RunPython.noop)]
