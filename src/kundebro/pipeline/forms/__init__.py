"""What the pages about sales projects ask for."""

from kundebro.pipeline.forms.close import CloseForm
from kundebro.pipeline.forms.filters import TITLES, FilterForm, chips_of
from kundebro.pipeline.forms.move import MoveForm
from kundebro.pipeline.forms.project import ProjectForm, project_form
from kundebro.pipeline.forms.quick import QuickForm

__all__ = [
    "TITLES",
    "CloseForm",
    "FilterForm",
    "MoveForm",
    "ProjectForm",
    "QuickForm",
    "chips_of",
    "project_form",
]
