from django.urls import path

from kundebro.activities.views import activity, calendar, documents, feed, feeds, files, notes, timeline

app_name = "activities"
urlpatterns = [
    path("activities/<int:pk>/", activity.activity, name="activity"),
    path("activities/<int:pk>/calendar.ics", activity.calendar_file, name="calendar-file"),
    path("activities/<int:pk>/move/", calendar.move, name="move"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feeds/", feeds.feed_list, name="feeds"),
    path("calendar/feeds/renew/", feeds.renew, name="renew-feed"),
    path("calendar/feeds/<int:pk>/revoke/", feeds.revoke, name="revoke-feed"),
    path("calendar/feed/<slug:token>.ics", feed.feed, name="feed"),
    path("timeline/of/<int:prospect>/", timeline.timeline_of, name="timeline-of"),
    path("timeline/of-contact/<int:pk>/", timeline.timeline_of_contact, name="timeline-of-contact"),
    path("timeline/of-project/<int:pk>/", timeline.timeline_of_project, name="timeline-of-project"),
    path("notes/of/<int:prospect>/add/", notes.add, name="note-add"),
    path("notes/of/<int:prospect>/pinned/", notes.pinned, name="pinned-notes"),
    path("notes/people/", notes.people, name="note-people"),
    path("notes/<int:pk>/change/", notes.change, name="note-change"),
    path("notes/<int:pk>/delete/", notes.delete, name="note-delete"),
    path("notes/<int:pk>/pin/", notes.pin, name="note-pin"),
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
