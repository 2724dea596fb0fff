"""What apps above put on a sales project's card."""

from kundebro.core.record_tabs import record_tabs

tabs = record_tabs()
