"""What apps above put on a contact's page."""

from kundebro.core.record_tabs import record_tabs

tabs = record_tabs()
