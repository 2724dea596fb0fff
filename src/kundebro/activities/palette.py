"""What the command palette offers when the text says what is to be done."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.activities.line import in_few_words, reads_as_sentence
from kundebro.activities.quick_line import read_line
from kundebro.core.palette import Found, Source

CARD = "prospects:card"


def activities(request: HttpRequest, text: str) -> Sequence[Found]:
    """“Opret aktivitet: …” with what was understood; it is shown once more before it is saved."""
    reading = read_line(text, today=timezone.localdate())
    if not reads_as_sentence(text, reading) or not request.user.has_perm("activities.add_activity"):
        return []
    query = {"q": text, **({"prospect": prospect} if (prospect := prospect_shown(request)) else {})}
    return [
        Found(
            title=_("Create activity: %(what)s") % {"what": in_few_words(reading)},
            url=f"{reverse('activities:line')}?{urlencode(query)}",
            note=_("asks first") if reading.questions else "",
            icon="calendar-due",
            opens_dialog=True,
        )
    ]


def prospect_shown(request: HttpRequest) -> str:
    """The key of the prospect on whose card the palette was opened."""
    try:
        found = resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path)
    except (Resolver404, ValueError):
        return ""
    return str(found.kwargs.get("pk", "")) if found.view_name == CARD else ""


SOURCE = Source(key="activities", title=gettext_lazy("Activities"), find=activities, position=40)
