"""What this app puts into the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.company.setup_pages import SetupGroup, register_code_table
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.pipeline.models import LostReason, Stage
from kundebro.prospects.operations import delete_code, save_code


def register_pages() -> None:
    """The stages and the reasons for losing."""
    tables = (
        (
            Stage,
            _("Stages"),
            _("The way of a sales project: Prospekt, Tilbud, Ordre, Lukket, or your own."),
            "trending-up",
            ("probability_hundredths", "ages_after_days", "is_closed"),
        ),
        (LostReason, _("Reasons for losing"), _("Why sales projects are lost."), "circle-x", ()),
    )
    for model, title, description, icon, extra_fields in tables:
        register_code_table(
            model,
            title=title,
            permission="company.change_crm_setup",
            group=SetupGroup.CRM,
            description=description,
            icon=icon,
            extra_fields=extra_fields,
            save=save_code,
            delete=delete_code,
            undo_url=lambda _written: undo_url(latest_changeset()),
        )
