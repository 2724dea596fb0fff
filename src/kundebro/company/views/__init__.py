"""The pages of the set-up."""

from kundebro.company.views.code_tables import (
    add_code_row,
    change_code_row,
    code_table,
    delete_code_row,
    restore_code_row,
    retire_code_row,
)
from kundebro.company.views.industries import change_industry, industries, industry_choices
from kundebro.company.views.number_series import (
    add_number_series,
    change_number_series,
    delete_number_series,
    number_series,
)
from kundebro.company.views.setup import facts, setup

__all__ = [
    "add_code_row",
    "add_number_series",
    "change_code_row",
    "change_industry",
    "change_number_series",
    "code_table",
    "delete_code_row",
    "delete_number_series",
    "facts",
    "industries",
    "industry_choices",
    "number_series",
    "restore_code_row",
    "retire_code_row",
    "setup",
]
