from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kundebro.ledger.data.beginning import fill_series


def begin(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    fill_series(apps)


class Migration(migrations.Migration):
    """The series of vouchers."""

    dependencies = [("ledger", "0003_posted")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
