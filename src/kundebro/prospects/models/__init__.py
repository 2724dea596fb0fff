"""The prospect and the code tables it is sorted by."""

from kundebro.prospects.models.codes import CrmCode, InterestType, LeadSource, ProspectStatus, TargetGroup
from kundebro.prospects.models.production_unit import ProductionUnit
from kundebro.prospects.models.prospect import Prospect, ProspectQuerySet
from kundebro.prospects.models.supplier_comparison import SupplierCandidate, SupplierComparison
from kundebro.prospects.models.sync import OwnedField, SyncSwitch
from kundebro.prospects.models.transfer_run import TransferRow, TransferRun

__all__ = [
    "CrmCode",
    "InterestType",
    "LeadSource",
    "OwnedField",
    "ProductionUnit",
    "Prospect",
    "ProspectQuerySet",
    "ProspectStatus",
    "SupplierCandidate",
    "SupplierComparison",
    "SyncSwitch",
    "TargetGroup",
    "TransferRow",
    "TransferRun",
]
