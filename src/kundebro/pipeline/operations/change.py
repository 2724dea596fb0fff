"""Corrects sales projects."""

from collections.abc import Mapping
from typing import Any

from kundebro.history.recorder import recording
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations.figures import held, told
from kundebro.prospects.operations.belonging import BelongsElsewhere
from kundebro.users.models import User


def change_project(
    project: SalesProject, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> SalesProject:
    """Give the project new values for some fields; its stage is moved by `move_project` and `close_project`.

    Raises StaleWrite when it is no longer at `version`, and BelongsElsewhere.
    """
    with recording("pipeline.change", by=by, about=project, key=key) as record:
        if record.is_repeat:
            return record.result(SalesProject)
        customer = values.get("prospect")
        locked = held(project, version, also=[customer.pk] if customer else [])
        was_of = locked.prospect_id
        for name, value in values.items():
            setattr(locked, name, value)
        check_contact(locked)
        locked.save()
        told([locked], by=by, also=[was_of])
        return record.returns(locked)


def check_contact(project: SalesProject) -> None:
    """Raise BelongsElsewhere unless the contact is one of the prospect's."""
    if project.contact is not None and project.contact.prospect_id != project.prospect_id:
        raise BelongsElsewhere(project.contact)
