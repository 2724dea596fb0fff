from django.urls import path

from kundebro.company import views

app_name = "company"
urlpatterns = [
    path("", views.setup, name="setup"),
    path("company/", views.facts, name="facts"),
    path("number-series/", views.number_series, name="number-series"),
    path("number-series/add/", views.add_number_series, name="number-series-add"),
    path("number-series/<int:pk>/", views.change_number_series, name="number-series-change"),
    path("number-series/<int:pk>/delete/", views.delete_number_series, name="number-series-delete"),
    path("industries/", views.industries, name="industries"),
    path("industries/choices/", views.industry_choices, name="industry-choices"),
    path("industries/<int:pk>/", views.change_industry, name="industry-change"),
    path("tables/<slug:table>/", views.code_table, name="code-table"),
    path("tables/<slug:table>/add/", views.add_code_row, name="code-row-add"),
    path("tables/<slug:table>/<int:pk>/", views.change_code_row, name="code-row-change"),
    path("tables/<slug:table>/<int:pk>/retire/", views.retire_code_row, name="code-row-retire"),
    path("tables/<slug:table>/<int:pk>/restore/", views.restore_code_row, name="code-row-restore"),
    path("tables/<slug:table>/<int:pk>/delete/", views.delete_code_row, name="code-row-delete"),
]
