"""Kontoudtoget as a PDF."""

import sys
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from kundebro.company.models import Company
from tests.factories.ledger import make_creditor, make_debtor, make_invoice, make_payment

pytestmark = pytest.mark.django_db


def pages_of(content: bytes) -> list[str]:
    """What the pages of a PDF say."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_the_pdf_says_who_writes_to_whom_and_what_is_owed(client: Client) -> None:
    Company.objects.update(name="Fjordbo Industri A/S", city="Aarhus C", postal_code="8000", cvr_no="24256790")
    debtor = make_debtor(name="Ærø Bådværft", street="Havnegade", house_no="1", postal_code="5970", city="Ærøskøbing")
    make_invoice(debtor, "1.000", day=date(2026, 2, 10), document_no="F-1001")
    make_payment(debtor, "9,50", day=date(2026, 2, 20))

    answer = client.get(f"{debtor.get_absolute_url()}statement/pdf/?first=01-02-2026&last=28-02-2026")

    (text,) = pages_of(answer.content)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kontoudtog-d1001-2026-02-28.pdf"'
    for told in ("Fjordbo Industri A/S", "24 25 67 90", "Ærø Bådværft", "5970 Ærøskøbing", "F-1001", "1.240,50 kr."):
        assert told in text


def test_the_pdf_speaks_the_accounts_language_and_embeds_our_typeface(client: Client) -> None:
    creditor = make_creditor(language="en")

    answer = client.get(f"{creditor.get_absolute_url()}statement/pdf/")

    (page,) = PdfReader(BytesIO(answer.content)).pages
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert "Opening balance" in page.extract_text()
    assert fonts
    assert all("Inter" in font for font in fonts)


def test_days_that_are_none_lead_back_to_the_page(client: Client) -> None:
    url = f"{make_debtor().get_absolute_url()}statement/"

    answer = client.get(f"{url}pdf/?first=aldrig")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{url}?first=aldrig")


def test_without_pango_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        """Fails as WeasyPrint does where the library is not installed."""

        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    url = f"{make_debtor().get_absolute_url()}statement/"

    answer = client.get(f"{url}pdf/", follow=True)

    assert (answer.redirect_chain[0][1], "Pango" in answer.content.decode()) == (303, True)
