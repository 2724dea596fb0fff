from django.urls import path

from kundebro.pipeline.views import board, edit, forecast, lists, move, panel, project, quick, targets

app_name = "pipeline"
urlpatterns = [
    path("", lists.project_list, name="list"),
    path("filters/", lists.filters, name="filters"),
    path("columns/", lists.columns, name="columns"),
    path("export/", lists.export, name="export"),
    path("add/", quick.add, name="add"),
    path("add/prospects/", lists.prospect_choices, name="prospect-choices"),
    path("board/", board.board, name="board"),
    path("board/filters/", lists.filters, {"place": "board"}, name="board-filters"),
    path("forecast/", forecast.forecast, name="forecast"),
    path("forecast/filters/", lists.filters, {"place": "forecast"}, name="forecast-filters"),
    path("forecast/export/", forecast.export, name="forecast-export"),
    path("targets/", targets.targets, name="targets"),
    path("of/<int:prospect>/", panel.panel, name="of"),
    path("<int:pk>/", project.project, name="project"),
    path("<int:pk>/move/", move.move, name="move"),
    path("<int:pk>/close/", move.close, name="close"),
    path("<int:pk>/groups/<slug:key>/", project.group, name="group"),
    path("<int:pk>/groups/<slug:key>/edit/", edit.edit, name="edit"),
]
