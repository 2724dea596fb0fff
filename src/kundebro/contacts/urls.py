from django.urls import path

from kundebro.contacts.views import contact, edit, fair, lists, panel, steps

app_name = "contacts"
urlpatterns = [
    path("", lists.contact_list, name="list"),
    path("filters/", lists.filters, name="filters"),
    path("columns/", lists.columns, name="columns"),
    path("export/", lists.export, name="export"),
    path("fair/", fair.fair, name="fair"),
    path("fair/check/", fair.check, name="fair-check"),
    path("of/<int:prospect>/", panel.panel, name="of"),
    path("of/<int:prospect>/add/", panel.add, name="add"),
    path("of/<int:prospect>/cards/in/", panel.cards_in, name="cards-in"),
    path("of/<int:prospect>/cards/out/", panel.cards_out, name="cards-out"),
    path("<int:pk>/", contact.contact, name="contact"),
    path("<int:pk>/vcard/", contact.vcard, name="vcard"),
    path("<int:pk>/change/", panel.change, name="change"),
    path("<int:pk>/primary/", steps.primary, name="primary"),
    path("<int:pk>/left/", steps.left, name="left"),
    path("<int:pk>/restore/", steps.restore, name="restore"),
    path("<int:pk>/delete/", steps.delete, name="delete"),
    path("<int:pk>/groups/<slug:key>/", contact.group, name="group"),
    path("<int:pk>/groups/<slug:key>/edit/", edit.edit, name="edit"),
]
