from django.urls import path

from kundebro.activities.views import documents, files

app_name = "activities"
urlpatterns = [
    path("documents/of/<int:prospect>/", documents.documents_of, name="documents-of"),
    path("documents/of/<int:prospect>/add/", documents.add, name="documents-add"),
    path("documents/of/<int:prospect>/receive/", files.receive, name="documents-receive"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/change/", documents.change, name="document-change"),
    path("documents/<int:pk>/delete/", documents.delete, name="document-delete"),
    path("documents/<int:pk>/versions/add/", documents.version_add, name="version-add"),
    path("documents/<int:pk>/versions/receive/", files.receive_version, name="version-receive"),
    path("documents/versions/<int:pk>/", documents.version, name="version"),
    path("documents/versions/<int:pk>/file/", files.download, name="version-file"),
    path("documents/versions/<int:pk>/pages/<int:page>/", files.page, name="version-page"),
    path("documents/versions/<int:pk>/attachments/<int:index>/", documents.attachment, name="version-attachment"),
]
