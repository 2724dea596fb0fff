from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kundebro.company.data.beginning import fill


def begin(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    fill(apps)


class Migration(migrations.Migration):
    """Countries, currencies, postal codes, industries and the first rows of every code table."""

    dependencies = [("company", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
