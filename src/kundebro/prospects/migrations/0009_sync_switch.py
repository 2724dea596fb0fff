from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def add_switch(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    now = timezone.now()
    apps.get_model("prospects", "SyncSwitch")._default_manager.create(is_on=False, created_at=now, changed_at=now)


class Migration(migrations.Migration):
    """The switch, off: a row that changes under way can hold still."""

    dependencies = [("prospects", "0008_sync")]

    operations = [migrations.RunPython(add_switch, migrations.RunPython.noop)]
