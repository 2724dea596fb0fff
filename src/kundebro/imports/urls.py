from django.urls import path

from kundebro.imports.views import report, wizard

app_name = "imports"
urlpatterns = [
    path("", wizard.import_list, name="list"),
    path("upload/", wizard.upload, name="upload"),
    path("lists/<int:pk>/", wizard.match, name="match"),
    path("lists/<int:pk>/reading/", wizard.reading, name="reading"),
    path("<int:pk>/", report.run, name="run"),
    path("<int:pk>/start/", report.start, name="start"),
    path("<int:pk>/resume/", report.resume, name="resume"),
    path("<int:pk>/refused/", report.refused, name="refused"),
]
