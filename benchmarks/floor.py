"""The floor: a bare Django page of 50 rows from one query, behind the same middleware and sign-in."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from kundebro.prospects.models import Prospect

TEMPLATE = """<!doctype html><html lang="da"><head><title>Gulv</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.name }}</td><td>{{ row.postal_code }}</td>
<td>{{ row.city }}</td><td>{{ row.phone }}</td><td>{{ row.email }}</td></tr>{% endfor %}
</table></body></html>"""
template = engines["django"].from_string(TEMPLATE)


def bare_page(request: HttpRequest) -> HttpResponse:
    """Fifty rows, nothing else."""
    return HttpResponse(template.render({"rows": Prospect.objects.order_by("pk")[:50]}, request))


urlpatterns = [path("floor/", bare_page), path("", include("kundebro.config.urls"))]
