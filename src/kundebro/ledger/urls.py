from django.urls import URLPattern, include, path

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.views import (
    actions,
    ageing,
    card,
    chart,
    documents,
    edit,
    entries,
    journal,
    lists,
    periods,
    settling,
    statement,
    vat_rates,
)

app_name = "ledger"


def pages_of(kind: PartyKind) -> list[URLPattern]:
    """The pages of a sub-ledger."""
    about = {"kind": kind}
    return [
        path("", lists.account_list, about, name=f"{kind}-list"),
        path("columns/", lists.columns, about, name=f"{kind}-columns"),
        path("open/", actions.open_account, about, name=f"{kind}-open"),
        path("ageing/", ageing.ageing_list, about, name=f"{kind}-ageing"),
        path("<int:pk>/", card.card, about, name=f"{kind}-card"),
        path("<int:pk>/statement/", statement.statement, about, name=f"{kind}-statement"),
        path("<int:pk>/statement/pdf/", statement.statement_pdf, about, name=f"{kind}-statement-pdf"),
        path("<int:pk>/ticked/", settling.ticked, about, name=f"{kind}-ticked"),
        path("<int:pk>/settle/", settling.settle, about, name=f"{kind}-settle"),
        *(
            path(
                f"<int:pk>/{words.url_name}/",
                documents.document,
                about | {"entry_kind": entry_kind},
                name=f"{kind}-{words.url_name}",
            )
            for entry_kind, words in documents.DOCUMENTS.items()
        ),
        path("<int:pk>/archive/", actions.archive, about, name=f"{kind}-archive"),
        path("<int:pk>/archive-when-settled/", actions.archive_when_settled, about, name=f"{kind}-archive-later"),
        path("<int:pk>/unarchive/", actions.unarchive, about, name=f"{kind}-unarchive"),
        path("<int:pk>/groups/<slug:key>/", card.group, about, name=f"{kind}-group"),
        path("<int:pk>/groups/<slug:key>/edit/", edit.edit, about, name=f"{kind}-edit"),
    ]


urlpatterns = [
    path("debtors/", include(pages_of(PartyKind.DEBTOR))),
    path("creditors/", include(pages_of(PartyKind.CREDITOR))),
    path("journal/", journal.journal, name="journal"),
    path("journal/proposal/", journal.proposal, name="journal-proposal"),
    path("journal/choices/", journal.choices, name="journal-choices"),
    path("journal/post/", journal.post, name="journal-post"),
    path("journal/<int:pk>/", journal.line, name="journal-line"),
    path("journal/<int:pk>/delete/", journal.delete, name="journal-delete"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/reverse/", entries.reverse, name="reverse"),
    path("settlements/<int:pk>/take-back/", settling.take_back, name="take-back"),
    path("chart/", chart.chart, name="chart"),
    path("chart/add/", chart.add, name="chart-add"),
    path("chart/<int:pk>/", chart.change, name="chart-change"),
    path("vat-rates/", vat_rates.vat_rates, name="vat-rates"),
    path("vat-rates/add/", vat_rates.add, name="vat-rate-add"),
    path("vat-rates/<int:pk>/", vat_rates.change, name="vat-rate-change"),
    path("periods/", periods.periods, name="periods"),
]
