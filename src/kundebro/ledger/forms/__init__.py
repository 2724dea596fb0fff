"""What the pages about debtors and creditors ask for."""

from kundebro.ledger.forms.account import AccountForm, account_form
from kundebro.ledger.forms.archive import ArchiveForm
from kundebro.ledger.forms.open import OpenForm

__all__ = ["AccountForm", "ArchiveForm", "OpenForm", "account_form"]
