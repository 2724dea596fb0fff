"""Everything a user does to prospects."""

from kundebro.prospects.operations.archive import archive_prospects, unarchive_prospects
from kundebro.prospects.operations.change import change_prospect, change_prospects
from kundebro.prospects.operations.codes import delete_code, save_code
from kundebro.prospects.operations.create import NumberTaken, copy_prospect, create_prospect, create_prospects
from kundebro.prospects.operations.in_step import bring_all_in_step, bring_in_step
from kundebro.prospects.operations.of_account import create_prospect_of
from kundebro.prospects.operations.production_units import remove_production_unit, save_production_unit
from kundebro.prospects.operations.search_text import refresh_contact_text
from kundebro.prospects.operations.supplier_choice import (
    AlreadyDecided,
    NotComparable,
    choose_supplier,
    compare_suppliers,
    note_candidate,
)
from kundebro.prospects.operations.sync import set_sync
from kundebro.prospects.operations.transfer import (
    AccountHasProspect,
    AlreadyTransferred,
    NothingAgrees,
    ProspectArchived,
    TransferUndone,
    link_to_creditor,
    link_to_debtor,
    transfer_to_creditor,
    transfer_to_debtor,
)

__all__ = [
    "AccountHasProspect",
    "AlreadyDecided",
    "AlreadyTransferred",
    "NotComparable",
    "NothingAgrees",
    "NumberTaken",
    "ProspectArchived",
    "TransferUndone",
    "archive_prospects",
    "bring_all_in_step",
    "bring_in_step",
    "change_prospect",
    "change_prospects",
    "choose_supplier",
    "compare_suppliers",
    "copy_prospect",
    "create_prospect",
    "create_prospect_of",
    "create_prospects",
    "delete_code",
    "link_to_creditor",
    "link_to_debtor",
    "note_candidate",
    "refresh_contact_text",
    "remove_production_unit",
    "save_code",
    "save_production_unit",
    "set_sync",
    "transfer_to_creditor",
    "transfer_to_debtor",
    "unarchive_prospects",
]
