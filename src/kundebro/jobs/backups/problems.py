"""What goes wrong with backups, as sentences for the one who looks after Kundebro."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError
from django.utils.translation import gettext as _

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BackupFailed(Exception):
    """No backup could be taken; nothing of it is left."""


class BackupDamaged(Exception):
    """The file is no backup, or not as it was written."""


class RestoreRefused(Exception):
    """The backup does not fit here, or something stands in its place."""


@contextmanager
def plainly_told(folder: Path) -> Iterator[None]:
    """Turn what the disk and the database say while a backup is written into BackupFailed."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise BackupFailed(_full(folder)) from error
        message = _("The backup could not be written in %(folder)s: %(reason)s.")
        raise BackupFailed(message % {"folder": folder, "reason": error.strerror or error}) from error
    except OperationalError as error:
        if "locked" in str(error):
            raise  # another attempt may get through
        if "full" in str(error):
            raise BackupFailed(_full(folder)) from error
        message = _("The backup could not be written in %(folder)s: %(reason)s.")
        raise BackupFailed(message % {"folder": folder, "reason": error}) from error


def _full(folder: Path) -> str:
    sentence = _("The disk became full while the backup was written in %(folder)s. Make room and try again.")
    return sentence % {"folder": folder}
