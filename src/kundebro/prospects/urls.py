from django.urls import path

from kundebro.prospects.views import actions, card, check, edit, lists, production_units, quick, selection, transfer

app_name = "prospects"
urlpatterns = [
    path("", lists.prospect_list, name="list"),
    path("filters/", lists.filters, name="filters"),
    path("columns/", lists.columns, name="columns"),
    path("selection/change/", selection.change, name="selection-change"),
    path("selection/archive/", selection.archive, name="selection-archive"),
    path("selection/unarchive/", selection.unarchive, name="selection-unarchive"),
    path("selection/export/", selection.export, name="selection-export"),
    path("quick/", quick.quick, name="quick"),
    path("quick/duplicates/", quick.duplicates, name="quick-duplicates"),
    path("check/<slug:field>/", check.check, name="check"),
    path("<int:pk>/", card.card, name="card"),
    path("<int:pk>/fields/", card.shown_fields, name="fields"),
    path("<int:pk>/print/", card.printed, name="print"),
    path("<int:pk>/vcard/", card.vcard, name="vcard"),
    path("<int:pk>/archive/", actions.archive, name="archive"),
    path("<int:pk>/unarchive/", actions.unarchive, name="unarchive"),
    path("<int:pk>/copy/", actions.copy, name="copy"),
    path("<int:pk>/transfer-to-debtor/", transfer.to_debtor, name="transfer-to-debtor"),
    path("<int:pk>/transfer-to-creditor/", transfer.to_creditor, name="transfer-to-creditor"),
    path("<int:pk>/production-units/add/", production_units.production_unit, name="production-unit-add"),
    path("<int:pk>/production-units/<int:unit>/", production_units.production_unit, name="production-unit"),
    path("<int:pk>/production-units/<int:unit>/remove/", production_units.remove, name="production-unit-remove"),
    path("<int:pk>/groups/<slug:key>/", card.group, name="group"),
    path("<int:pk>/groups/<slug:key>/edit/", edit.edit, name="edit"),
]
