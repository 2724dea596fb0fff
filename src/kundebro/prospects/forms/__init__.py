"""What the pages about prospects ask for."""

from kundebro.prospects.forms.archive import ArchiveForm, RepeatableForm
from kundebro.prospects.forms.export import ExportForm
from kundebro.prospects.forms.filters import FilterForm, chips_of
from kundebro.prospects.forms.of_account import OfAccountForm
from kundebro.prospects.forms.production_unit import ProductionUnitForm
from kundebro.prospects.forms.prospect import LIVE, ProspectForm, prospect_form
from kundebro.prospects.forms.suppliers import CandidateForm, CompareForm
from kundebro.prospects.forms.together import TogetherForm
from kundebro.prospects.forms.transfer import TransferForm, TransferTogetherForm

__all__ = [
    "LIVE",
    "ArchiveForm",
    "CandidateForm",
    "CompareForm",
    "ExportForm",
    "FilterForm",
    "OfAccountForm",
    "ProductionUnitForm",
    "ProspectForm",
    "RepeatableForm",
    "TogetherForm",
    "TransferForm",
    "TransferTogetherForm",
    "chips_of",
    "prospect_form",
]
