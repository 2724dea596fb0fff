"""PDF from a template, in the pages' own typeface; nothing is fetched from anywhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

STYLE: Final = Path(__file__).parent / "static" / "core" / "paper.css"
FONTS: Final = Path("@fontsource-variable", "inter", "files")
SCHEME: Final = "font:"
"""How paper.css names a file of the typeface."""


class PangoMissing(Exception):
    """The machine lacks Pango, which sets the type (docs/operating.md)."""


def render_pdf(template: str, context: Mapping[str, Any], *, name: str) -> HttpResponse:
    """The template as a PDF to download under the name; raises PangoMissing."""
    try:
        import weasyprint  # noqa: PLC0415  takes over a second, which only a PDF is worth
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  as above
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415  as above
    except OSError as missing:
        raise PangoMissing from missing

    def fetch(url: str) -> Any:
        font = Path(url.removeprefix(SCHEME)).name
        if not url.startswith(SCHEME):
            raise ValueError(url)
        return URLFetcherResponse(url, (Path(settings.NODE_MODULES) / FONTS / font).read_bytes())

    html = render_to_string(template, dict(context))
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=STYLE.read_text(), url_fetcher=fetch, font_config=fonts)
    document = weasyprint.HTML(string=html, url_fetcher=fetch)
    pdf = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    )
