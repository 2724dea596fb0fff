from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kundebro.ledger.data.beginning import fill


def begin(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    fill(apps)


class Migration(migrations.Migration):
    """A small chart, VAT codes with their rates, posting groups and one profile of each kind."""

    dependencies = [("ledger", "0001_initial"), ("company", "0002_beginning")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
