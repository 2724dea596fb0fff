from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

ROLES = (
    ("DIR", "Direktør"),
    ("INDKØB", "Indkøber"),
    ("BOGH", "Bogholder"),
    ("SALG", "Sælger"),
    ("DRIFT", "Driftsleder"),
    ("IT", "It-ansvarlig"),
    ("RECEP", "Reception"),
)


def add_roles(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    now = timezone.now()
    model = apps.get_model("contacts", "ContactRole")
    model._default_manager.bulk_create(
        model(code=code, name=name, position=10 * place, created_at=now, changed_at=now)
        for place, (code, name) in enumerate(ROLES, start=1)
    )


class Migration(migrations.Migration):
    """The roles a new company begins with."""

    dependencies = [("contacts", "0001_initial")]

    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
