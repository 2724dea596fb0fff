"""A list as it was uploaded, and what was made of it."""

from kundebro.imports.models.column_profile import ColumnProfile
from kundebro.imports.models.import_row import ImportRow
from kundebro.imports.models.import_run import ImportRun, ImportRunQuerySet
from kundebro.imports.models.upload import Upload, UploadQuerySet

__all__ = ["ColumnProfile", "ImportRow", "ImportRun", "ImportRunQuerySet", "Upload", "UploadQuerySet"]
