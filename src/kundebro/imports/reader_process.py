"""The beginning of a process that reads a list; imports nothing of Django's before that is set up."""

from multiprocessing.connection import Connection


def read_for_another(import_run: int, language: str, connection: Connection) -> None:
    """Set Django up and send the rows of the import; whatever fails here, the other process goes on without us."""
    import django  # noqa: PLC0415

    django.setup()
    from kundebro.imports.ahead import send_portions  # noqa: PLC0415

    send_portions(import_run, language, connection)
