from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from kundebro.company.models import CodeTable
from kundebro.company.queries.code_tables import is_used


class StillUsed(ValueError):
    """Records point at the row: it is retired, not deleted."""


def save_row(row: CodeTable, *, by: AbstractBaseUser) -> None:  # noqa: ARG001  tables of higher apps record who
    """Store a row of a code table as it is."""
    row.save()


def delete_row(row: CodeTable, *, by: AbstractBaseUser) -> None:  # noqa: ARG001  as above
    """Delete a row nobody uses; raises StillUsed."""
    with transaction.atomic():
        refuse_used(row)
        row.delete()


def refuse_used(row: models.Model) -> None:
    """Raise StillUsed when any record points at the row; its lock keeps new ones from pointing until the commit."""
    type(row)._base_manager.select_for_update().get(pk=row.pk)
    if is_used(row):
        raise StillUsed(row)
