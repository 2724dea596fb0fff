"""Through which door a change came: a page, the API, an import, a job, a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """The doors, as the history panel names them."""

    WEB = "web", _("Screen")
    IMPORT = "import", _("Import")
    JOB = "job", _("Background job")
    COMMAND = "command", _("Command line")
    API = "api", _("API")
    SYSTEM = "system", _("System")


_door: ContextVar[Door] = ContextVar("door", default=Door.SYSTEM)


def current_door() -> Door:
    """The door of the work under way."""
    return _door.get()


@contextmanager
def through(door: Door) -> Iterator[None]:
    """Everything recorded inside came through this door."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)
