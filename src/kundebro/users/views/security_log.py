from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.core.components import FilterBar
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part
from kundebro.users import queries
from kundebro.users.forms import SecurityFilter
from kundebro.users.requests import SignedInRequest
from kundebro.users.tables import security_table


@require_GET
@permission_required("users.view_security_log", raise_exception=True)
def security_log(request: SignedInRequest) -> HttpResponse:
    """Sign-ins, denials, exports and changes of rights, newest first."""
    wanted = SecurityFilter(request.GET)
    page = queries.security_page(wanted=wanted.wanted(), after=Cursor.read(request.GET))
    bar = FilterBar.of(request, wanted, target="#rows", placeholder=_("What or IP address"))
    table = security_table(page.items, query=request.GET)
    return render_part(request, "users/security_log.html", "rows", {"page": page, "table": table, "bar": bar})
