"""The sentences that our scripts show; base.html hands them over as JSON."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override


@cache
def script_texts(language: str) -> dict[str, str]:
    """Sentence by name in the language."""
    with override(language):
        return _texts()


def _texts() -> dict[str, str]:
    return {
        "failed": _("It could not be saved because of an error in Kundebro. What you typed is still here: try again."),
        "forbidden": _("You may not do that. Nothing was changed."),
        "conflict": _(
            "Somebody else has changed this meanwhile. What you typed is still here: load the page to compare."
        ),
        "missing": _("It is no longer here. Nothing was changed."),
        "offline": _("No connection. What you typed is still here: try again when you are online."),
        "tooMany": _("Too many attempts. Wait a minute and try again."),
        "errorId": _("Error id"),
        "unsaved": _("You have not saved what you typed."),
        "loading": _("Fetching …"),
        "slow": _("This takes longer than usual."),
        "noMatch": _("No match"),
        "remove": _("Remove"),
        "clear": _("Clear"),
        "mention": _("Colleagues"),
    }
