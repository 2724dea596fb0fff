from django.urls import path

from kundebro.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.run_list, name="list"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("backups/", views.backups, name="backups"),
    path("backups/take/", views.take_backup, name="take-backup"),
    path("health/", views.health, name="health"),
]
