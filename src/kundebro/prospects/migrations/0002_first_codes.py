from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

SOURCES = (
    ("MESSE", "Messe"),
    ("WEB", "Hjemmeside"),
    ("TLF", "Telefon"),
    ("KAMPAGNE", "Kampagne"),
    ("REFERENCE", "Reference"),
)
STATUSES = (
    ("NY", "Ny", "blue", False),
    ("KONTAKTET", "Kontaktet", "purple", False),
    ("DIALOG", "I dialog", "yellow", False),
    ("KUNDE", "Kunde", "green", False),
    ("NEJ", "Ikke interesseret", "", True),
)


def add_codes(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    now = timezone.now()
    source, status = (apps.get_model("prospects", name) for name in ("LeadSource", "ProspectStatus"))
    source._default_manager.bulk_create(
        source(code=code, name=name, position=10 * place, created_at=now, changed_at=now)
        for place, (code, name) in enumerate(SOURCES, start=1)
    )
    status._default_manager.bulk_create(
        status(
            code=code,
            name=name,
            colour=colour,
            is_closed=is_closed,
            position=10 * place,
            created_at=now,
            changed_at=now,
        )
        for place, (code, name, colour, is_closed) in enumerate(STATUSES, start=1)
    )


class Migration(migrations.Migration):
    """The lead sources and statuses a new company begins with."""

    dependencies = [("prospects", "0001_initial")]

    operations = [migrations.RunPython(add_codes, migrations.RunPython.noop)]
