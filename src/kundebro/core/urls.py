from django.urls import path

from kundebro.core import views

app_name = "core"

urlpatterns = [
    path("palette/", views.palette, name="palette"),
    path("new/", views.new, name="new"),
    path("keyboard/", views.keyboard, name="keyboard"),
    path("appearance/", views.appearance, name="appearance"),
    path("language/", views.language, name="language"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("gallery/", views.gallery, name="gallery"),
]
