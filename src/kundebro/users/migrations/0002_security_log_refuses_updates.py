"""The database itself refuses to rewrite the security log; that a line is missing shows in the chain."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ON_POSTGRESQL = (
    """
    CREATE FUNCTION users_securityevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the security log is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER users_securityevent_append_only BEFORE UPDATE ON users_securityevent
    FOR EACH ROW EXECUTE FUNCTION users_securityevent_refuse()
    """,
)
ON_SQLITE = (
    """
    CREATE TRIGGER users_securityevent_append_only BEFORE UPDATE ON users_securityevent
    BEGIN SELECT RAISE(ABORT, 'the security log is append-only'); END
    """,
)


def refuse_updates(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the trigger."""
    statements = ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("users", "0001_initial")]

    operations = [migrations.RunPython(refuse_updates)]
