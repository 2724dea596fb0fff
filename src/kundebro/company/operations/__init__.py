"""What changes the company's set-up."""

from kundebro.company.operations.code_rows import StillUsed, delete_row, refuse_used, save_row
from kundebro.company.operations.ensure_defaults import ensure_defaults
from kundebro.company.operations.industries import TitlesImported, import_titles, resolve_industry
from kundebro.company.operations.number_series import (
    SeriesOverlap,
    SystemSeries,
    add_series,
    change_series,
    delete_series,
)
from kundebro.company.operations.numbers import take_number, take_numbers

__all__ = [
    "SeriesOverlap",
    "StillUsed",
    "SystemSeries",
    "TitlesImported",
    "add_series",
    "change_series",
    "delete_row",
    "delete_series",
    "ensure_defaults",
    "import_titles",
    "refuse_used",
    "resolve_industry",
    "save_row",
    "take_number",
    "take_numbers",
]
