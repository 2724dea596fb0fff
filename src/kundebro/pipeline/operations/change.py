"""Corrects sales projects."""

from collections.abc import Mapping
from typing import Any

from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations.figures import told
from kundebro.prospects.operations.figures import hold_prospects
from kundebro.users.models import User


class ContactElsewhere(Exception):
    """The contact belongs to another prospect."""


def change_project(
    project: SalesProject, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> SalesProject:
    """Give the project new values for some fields; its stage is moved by `move_project` and `close_project`.

    Raises StaleWrite when it is no longer at `version`, and ContactElsewhere.
    """
    with recording("pipeline.change", by=by, about=project, key=key) as record:
        if record.is_repeat:
            return record.result(SalesProject)
        customer = values.get("prospect")
        hold_prospects([project.prospect_id, *([customer.pk] if customer else [])])
        locked = SalesProject.objects.select_for_update().get(pk=project.pk)
        if version is not None and locked.version != version:
            raise StaleWrite(locked)
        was_of = locked.prospect_id
        for name, value in values.items():
            setattr(locked, name, value)
        check_contact(locked)
        locked.save()
        told([locked], by=by, also=[was_of])
        return record.returns(locked)


def check_contact(project: SalesProject) -> None:
    """Raise ContactElsewhere unless the contact is one of the prospect's."""
    if project.contact is not None and project.contact.prospect_id != project.prospect_id:
        raise ContactElsewhere(project.contact)
