from django.urls import URLPattern, include, path

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.views import actions, ageing, card, edit, lists, statement

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
        path("<int:pk>/archive/", actions.archive, about, name=f"{kind}-archive"),
        path("<int:pk>/archive-when-settled/", actions.archive_when_settled, about, name=f"{kind}-archive-later"),
        path("<int:pk>/unarchive/", actions.unarchive, about, name=f"{kind}-unarchive"),
        path("<int:pk>/groups/<slug:key>/", card.group, about, name=f"{kind}-group"),
        path("<int:pk>/groups/<slug:key>/edit/", edit.edit, about, name=f"{kind}-edit"),
    ]


urlpatterns = [
    path("debtors/", include(pages_of(PartyKind.DEBTOR))),
    path("creditors/", include(pages_of(PartyKind.CREDITOR))),
]
