from django.urls import path

from kundebro.home.views import start, statistics

app_name = "home"
urlpatterns = [
    path("", start.start, name="start"),
    path("team/", start.team, name="team"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/filters/", statistics.filters, name="statistics-filters"),
    path("statistics/export/", statistics.export, name="statistics-export"),
]
