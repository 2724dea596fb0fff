"""What the pages about prospects ask for."""

from kundebro.prospects.forms.archive import ArchiveForm, RepeatableForm
from kundebro.prospects.forms.export import ExportForm
from kundebro.prospects.forms.filters import FilterForm, chips_of
from kundebro.prospects.forms.production_unit import ProductionUnitForm
from kundebro.prospects.forms.prospect import LIVE, ProspectForm, prospect_form
from kundebro.prospects.forms.together import TogetherForm
from kundebro.prospects.forms.transfer import TransferForm

__all__ = [
    "LIVE",
    "ArchiveForm",
    "ExportForm",
    "FilterForm",
    "ProductionUnitForm",
    "ProspectForm",
    "RepeatableForm",
    "TogetherForm",
    "TransferForm",
    "chips_of",
    "prospect_form",
]
