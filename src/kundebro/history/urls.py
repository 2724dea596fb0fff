from django.urls import path

from kundebro.history import views

app_name = "history"
urlpatterns = [
    path("of/<int:content_type>/<int:pk>/", views.panel, name="panel"),
    path("changesets/<int:pk>/", views.changeset, name="changeset"),
    path("changesets/<int:pk>/undo/", views.undo, name="undo"),
]
