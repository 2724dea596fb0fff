"""The target that lists of prospects are imported into."""

from django.utils.translation import gettext_lazy as _

from kundebro.imports.targets import Target
from kundebro.prospects.importing.companions import companions
from kundebro.prospects.importing.fields import FIELDS, MATCH_KEYS
from kundebro.prospects.importing.session import ProspectImporter


def prospects_target() -> Target:
    """Prospects, with what apps above read from the same row; those apps are ready before this one is."""
    return Target(
        name="prospects",
        title=_("KundeEmner"),
        permission="prospects.import_prospect",
        fields=(*FIELDS, *(field for companion in companions for field in companion.fields)),
        keys=MATCH_KEYS,
        importer=ProspectImporter,
        list_url_name="prospects:list",
        position=10,
    )
